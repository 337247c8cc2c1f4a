/* SPDX-License-Identifier: MIT */
/*
 * Which notes each kernel gives to which policy.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "policy/note.h"
#include "sys_fake.h"

#define TCP (LLGUARD_NET_BIND_TCP | LLGUARD_NET_CONNECT_TCP)

static struct llguard_report plan_of(
	uint64_t handled, uint32_t abi, uint32_t errata)
{
	const struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(handled);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	kernel.abi = abi;
	kernel.errata = errata;
	cr_assert_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
	return report;
}

static const struct {
	uint64_t handled;
	uint32_t abi, errata;
	const char *codes;
} rows[] = {
	{ LLGUARD_ABI_9, 0, 0, "" },
	{ LLGUARD_ABI_9, 1, 0, "refer pathname_sockets topology ptrace " },
	{ LLGUARD_ABI_9, 8, 0,
		"tcp_fast_open mptcp listen_unbound udp_free pathname_sockets "
		"topology ptrace " },
	{ LLGUARD_ABI_9, 9, 0,
		"tcp_fast_open mptcp listen_unbound udp_free topology "
		"ptrace " },
	{ LLGUARD_ABI_9, 10, 0, "mptcp listen_unbound topology ptrace " },
	/* a right alone: what follows all the same, and is lost one lower */
	{ LLGUARD_FS_IOCTL_DEV, 5, 0,
		"refer pathname_sockets topology ptrace one_abi_lower " },
	{ LLGUARD_FS_IOCTL_DEV, 4, 0, "" },
	{ LLGUARD_FS_RESOLVE_UNIX, 9, 0,
		"refer topology ptrace one_abi_lower " },
	{ LLGUARD_FS_RESOLVE_UNIX, 10, 0, "refer topology ptrace " },
	{ LLGUARD_FS_RESOLVE_UNIX, 8, 0, "" },
	{ LLGUARD_FS_READ, 1, 0, "refer pathname_sockets topology ptrace " },
	{ LLGUARD_SCOPE_SIGNAL, 6, 0, "ptrace one_abi_lower " },
	{ LLGUARD_NET_BIND_TCP, 11, 0, "mptcp listen_unbound ptrace " },
	{ LLGUARD_NET_CONNECT_TCP, 10, 0, "mptcp ptrace " },
	{ LLGUARD_NET_BIND_UDP, 10, 0, "ptrace one_abi_lower " },
	/* errata, of rights that are handled */
	{ LLGUARD_ABI_11, 11, 0xf, "mptcp listen_unbound topology ptrace " },
	{ LLGUARD_ABI_11, 11, 0x7,
		"mptcp listen_unbound erratum_whiteout topology ptrace " },
	{ LLGUARD_ABI_11, 11, 0xe,
		"listen_unbound erratum_tcp topology ptrace " },
	{ LLGUARD_ABI_11, 11, 0xb,
		"mptcp listen_unbound erratum_disconnected topology ptrace " },
	{ LLGUARD_SCOPE_SIGNAL, 11, 0x1, "erratum_signal ptrace " },
	{ LLGUARD_NET_BIND_UDP, 11, 0x10, "ptrace " },
};

/* All findings of a report: their codes, and that the severities are in order. */
static void codes_of(
	const struct llguard_report *report, char *codes, size_t size)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	uint32_t severity = LLGUARD_SEVERITY_WARNING;
	uint32_t i = 0;
	size_t len = 0;
	char text[512];

	codes[0] = '\0';
	for (; llguard_report_note(report, i, &finding) == 1; i++) {
		cr_expect_leq(finding.severity, severity);
		severity = finding.severity;
		cr_expect_gt(finding.text.len, 30);
		cr_expect_eq(finding.rule, LLGUARD_NO_RULE);
		cr_expect_gt(
			llguard_finding_describe(&finding, text, sizeof(text)),
			30);
		len += (size_t)snprintf(
			codes + len, size - len, "%s ", finding.code.ptr);
	}
	cr_expect_eq(llguard_report_note(report, i + 1, &finding), 0);
}

Test(note, each)
{
	char codes[512];

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const struct llguard_report report =
			plan_of(rows[i].handled, rows[i].abi, rows[i].errata);

		codes_of(&report, codes, sizeof(codes));
		cr_expect_str_eq(codes, rows[i].codes, "row %zu", i);
	}
}

Test(note, enforces_no_less)
{
	for (uint32_t abi = 0; abi <= 11; abi++) {
		const struct llguard_report with =
			plan_of(LLGUARD_ABI_11, abi, 1u << 31);
		const struct llguard_report without =
			plan_of(LLGUARD_ABI_11, abi, 0);

		cr_expect_eq(with.handled, without.handled);
		cr_expect_eq(with.status, without.status);
	}
}

/* On a kernel of an ABI that is planned alone, apply says so and plan does not. */
Test(note, only_planned)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_12);
	struct llguard_report report = plan_of(LLGUARD_ABI_12, 12, 0);

	cr_expect_not(report.notes & LLGUARD_NOTE_ONLY_PLANNED);
	fake_reset(12);
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect(report.notes & LLGUARD_NOTE_ONLY_PLANNED);
	fake_reset(11);
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_not(report.notes & LLGUARD_NOTE_ONLY_PLANNED);
}

Test(note, described)
{
	const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_IOCTL_DEV);
	const struct llguard_report report =
		plan_of(LLGUARD_FS_IOCTL_DEV, 5, 0);
	char buf[4096];

	llguard_report_describe_json(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf, "\"warnings\":[{\"code\":\"refer\","));
	cr_expect_not_null(strstr(buf,
		"}],\"notes\":[{\"code\":\"pathname_sockets\",\"text\":\""));
	llguard_report_describe(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf, "\nwarning: refer is not handled"));
	cr_expect_not_null(strstr(buf, "\nnote: a kernel one ABI lower knows"));
}

Test(note, arguments)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	cr_expect_eq(llguard_report_note(&report, 0, &finding), 0);
	cr_expect_eq(llguard_report_note(NULL, 0, &finding), -EINVAL);
	cr_expect_eq(llguard_report_note(&report, 0, NULL), -EINVAL);
	finding.size = 4;
	cr_expect_eq(llguard_report_note(&report, 0, &finding), -EINVAL);
	finding.size = sizeof(finding);
	/* bits of a newer library's report have no words here */
	report.notes = 1u << 31;
	report.warnings = 1u << 31;
	cr_expect_eq(llguard_report_note(&report, 0, &finding), 0);
}
