/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "telemetry/flat.h"

/* landlock-guard(1), "flat". */
static const char columns[] =
	"time id part parts node boot source flags domain blockers class "
	"outcome mode object path parent name dev ino ioctlcmd saddr src daddr "
	"dest laddr lport faddr fport opid ocomm pid ppid uid euid gid egid "
	"auid ses tty comm exe subj cwd proctitle arch syscall uring_op a0 a1 "
	"a2 a3 success exit errno creator_pid creator_uid creator_comm "
	"creator_exe total logged unlogged ";

Test(flat, order)
{
	const struct llguard_event event = { .size = sizeof(event) };
	char seen[sizeof(columns) + 16] = "";

	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		struct llguard__flat flat;

		llguard__flat_get(&event, i, &flat);
		cr_assert_lt(strlen(seen) + strlen(flat.key) + 2, sizeof(seen));
		strcat(strcat(seen, flat.key), " ");
	}
	cr_expect_str_eq(seen, columns);
}

static struct llguard__flat get(
	const struct llguard_event *event, const char *key)
{
	static struct llguard__flat flat;

	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		llguard__flat_get(event, i, &flat);
		if (strcmp(flat.key, key) == 0)
			return flat;
	}
	cr_assert_fail("no column %s", key);
	return flat;
}

/* What an event does not have has no value, and 0 is one. */
Test(flat, absent)
{
	struct llguard_event event = { .kind = LLGUARD_EVENT_DENIAL };
	struct llguard__flat flat;

	cr_expect_eq(get(&event, "uid").type, LLGUARD__FLAT_ABSENT);
	cr_expect_eq(get(&event, "id").type, LLGUARD__FLAT_ABSENT);
	cr_expect_eq(get(&event, "flags").type, LLGUARD__FLAT_ABSENT);
	cr_expect_eq(get(&event, "parts").type, LLGUARD__FLAT_ABSENT);
	cr_expect_eq(get(&event, "syscall").type, LLGUARD__FLAT_ABSENT);
	cr_expect_eq(get(&event, "success").type, LLGUARD__FLAT_ABSENT);
	cr_expect_eq(get(&event, "logged").type, LLGUARD__FLAT_ABSENT);
	event.has = LLGUARD_HAS_UID | LLGUARD_HAS_SUCCESS;
	flat = get(&event, "uid");
	cr_expect_eq(flat.type, LLGUARD__FLAT_NUMBER);
	cr_expect_eq(flat.number, 0);
	flat = get(&event, "success");
	cr_expect_eq(flat.type, LLGUARD__FLAT_BOOL);
	cr_expect_eq(flat.number, 0);
	event.kind = LLGUARD_EVENT_DOMAIN_END;
	cr_expect_eq(get(&event, "logged").type, LLGUARD__FLAT_NUMBER);
	cr_expect_eq(get(&event, "class").type, LLGUARD__FLAT_ABSENT);
}

Test(flat, exits)
{
	struct llguard_event event = {
		.has = LLGUARD_HAS_EXIT,
		.exit = INT64_MIN,
	};
	struct llguard__flat flat = get(&event, "exit");

	cr_expect_eq(flat.type, LLGUARD__FLAT_NEGATIVE);
	cr_expect_eq(flat.number, UINT64_C(1) << 63);
	cr_expect_eq(get(&event, "errno").type, LLGUARD__FLAT_ABSENT);
	event.exit = -13;
	cr_expect_eq(get(&event, "exit").number, 13);
	event.exit = 5;
	cr_expect_eq(get(&event, "exit").type, LLGUARD__FLAT_NUMBER);
}

/* A call that no table knows is its number, an architecture its digits. */
Test(flat, unknown_call)
{
	struct llguard_event event = {
		.has = LLGUARD_HAS_SYSCALL,
		.arch = 0xdeadbeef,
		.syscall = 4000000000,
	};
	struct llguard__flat flat;

	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		llguard__flat_get(&event, i, &flat);
		if (strcmp(flat.key, "arch") == 0)
			cr_expect_str_eq(flat.text.ptr, "deadbeef");
		if (strcmp(flat.key, "syscall") == 0)
			cr_expect_str_eq(flat.text.ptr, "4000000000");
	}
}

Test(flat, every_flag_fits)
{
	const struct llguard_event event = { .flags = UINT32_MAX };
	struct llguard__flat flat;

	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		llguard__flat_get(&event, i, &flat);
		if (strcmp(flat.key, "flags") == 0)
			cr_expect_str_eq(flat.text.ptr,
				"truncated,late,split,no_syscall,not_member,"
				"partial_domain,duplicate,bad_hex,"
				"proctitle_cut,cut,untrusted,no_stamp,lossy");
	}
}
