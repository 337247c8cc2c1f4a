/* SPDX-License-Identifier: MIT */
/*
 * Whether denials are recorded, and can be read by this process.
 */
#include "../extensible.h"
#include "../json_out.h"
#include "../kernel.h"
#include "../sys.h"

#include <llguard/live.h>

#define CAP_AUDIT_READ_NUMBER 37

/* The first ABI whose denials are recorded. */
#define ABI_AUDIT 7

/* How long the kernel may take to answer, in milliseconds. */
#define ANSWER_TIME 400

/* Messages of other origin that are passed over while an answer is awaited. */
#define OTHERS_MAX 64

/* What the kernel says of itself: struct audit_status, and what may precede it. */
enum said {
	SAID_NOTHING,
	SAID_REFUSED,
	SAID_NOT_INIT_USERNS,
	SAID_STATUS,
};

/* The message types that answer: NLMSG_ERROR, AUDIT_GET. */
#define TYPE_ERROR 2
#define TYPE_GET   1000

struct answer {
	uint32_t length;
	uint16_t type;
	uint16_t flags;
	uint32_t sequence;
	uint32_t port;
	uint32_t data[16]; /* an errno, or struct audit_status */
};

enum {
	STATUS_ENABLED = 1,
	STATUS_LOST = 6,
	STATUS_LENGTH = 16 + 4 * 8,
};

static enum said status_receive(int fd, struct answer *answer)
{
	for (int i = 0; i < OTHERS_MAX; i++) {
		uint32_t sender;
		int n;

		if (llguard__sys_wait_readable(fd, ANSWER_TIME) <= 0)
			break;
		n = llguard__sys_audit_receive(
			fd, answer, sizeof(*answer), &sender);
		if (n < 0)
			break;
		if (sender)
			continue;
		if (answer->type == TYPE_GET && n >= STATUS_LENGTH)
			return SAID_STATUS;
		/* An acknowledgement is an error of 0. */
		if (answer->type == TYPE_ERROR && n >= 20 && answer->data[0])
			return answer->data[0] == (uint32_t)-ECONNREFUSED
				       ? SAID_NOT_INIT_USERNS
				       : SAID_REFUSED;
	}
	return SAID_NOTHING;
}

/*
 * Joining makes a record, which its own maker receives: if audit is on, and if
 * this is the network namespace that records go to.
 */
static uint32_t state_by_joining(struct llguard_audit *audit)
{
	/* Another socket: the one that has asked is bound. */
	const int fd = llguard__sys_audit_socket();
	const int err = fd < 0 ? fd : llguard__sys_audit_join(fd);
	int heard = 0;

	if (!err)
		heard = llguard__sys_wait_readable(fd, ANSWER_TIME);
	if (fd >= 0)
		llguard__sys_close(fd);
	if (err) {
		audit->error = -err;
		return LLGUARD_AUDIT_FILTERED;
	}
	return heard == 1 ? LLGUARD_AUDIT_ON : LLGUARD_AUDIT_OFF;
}

/* A file that no other network namespace than the first one has. */
static bool netns_is_other(void)
{
	return llguard__sys_look("/proc/sys/net/core/somaxconn") == 0 &&
	       llguard__sys_look("/proc/sys/net/core/netdev_budget") == -ENOENT;
}

static uint32_t state_ask(int fd, struct llguard_audit *audit)
{
	struct answer answer = { .type = 0 };
	enum said said = SAID_REFUSED;

	if (llguard__sys_audit_ask(fd) == 0)
		said = status_receive(fd, &answer);
	if (said == SAID_STATUS)
		audit->lost = answer.data[STATUS_LOST];
	if (said == SAID_NOT_INIT_USERNS)
		return LLGUARD_AUDIT_NOT_INIT_USERNS;
	if (!llguard__sys_has_capability(CAP_AUDIT_READ_NUMBER)) {
		audit->error = EPERM;
		return LLGUARD_AUDIT_NO_CAPABILITY;
	}
	if (netns_is_other())
		return LLGUARD_AUDIT_NOT_INIT_NETNS;
	if (said != SAID_STATUS)
		return state_by_joining(audit);
	return answer.data[STATUS_ENABLED] ? LLGUARD_AUDIT_ON
					   : LLGUARD_AUDIT_OFF;
}

/* Why there is no socket. */
static uint32_t state_without(int error)
{
	/* Linux answers so with audit=0 and without CONFIG_AUDIT. */
	if (error != EPROTONOSUPPORT)
		return LLGUARD_AUDIT_FILTERED;
	return llguard__sys_look("/proc/self/loginuid") == -ENOENT &&
			       llguard__sys_look("/proc/self/stat") == 0
		       ? LLGUARD_AUDIT_NOT_BUILT
		       : LLGUARD_AUDIT_OFF_AT_BOOT;
}

int llguard_audit_probe(
	const struct llguard_kernel *kernel, struct llguard_audit *audit)
{
	const struct llguard_audit none = LLGUARD_AUDIT_INIT;
	const uint32_t size = llguard__size_of(audit);
	const int err = llguard__kernel_check(kernel);
	int fd;

	if (err || size < sizeof(*audit))
		return err ? err : -EINVAL;
	*audit = none;
	audit->size = size;
	/* What a filter hides may still be there for others. */
	if (kernel->abi < ABI_AUDIT &&
		kernel->status != LLGUARD_KERNEL_FILTERED) {
		audit->state = LLGUARD_AUDIT_ABI;
		return 0;
	}
	fd = llguard__sys_audit_socket();
	if (fd == -EMFILE || fd == -ENFILE || fd == -ENOMEM)
		return fd;
	if (fd < 0) {
		audit->error = -fd;
		audit->state = state_without(-fd);
		return 0;
	}
	audit->state = state_ask(fd, audit);
	llguard__sys_close(fd);
	return 0;
}

static const struct {
	char name[16];
	char reason[160];
} states[] = {
	[LLGUARD_AUDIT_ON] = { "on", "" },
	[LLGUARD_AUDIT_OFF] = { "off",
		"audit_enabled is 0: systemd-journald turns it off with Audit=no, as on Debian; auditd, auditctl -e 1 or audit=1 at boot turn it on" },
	[LLGUARD_AUDIT_OFF_AT_BOOT] = { "off_at_boot",
		"the kernel was booted with audit=0; take it off its command line" },
	[LLGUARD_AUDIT_NOT_BUILT] = { "not_built",
		"this kernel was built without CONFIG_AUDIT" },
	[LLGUARD_AUDIT_ABI] = { "abi",
		"denials are recorded from Landlock ABI 7 on, Linux 6.15" },
	[LLGUARD_AUDIT_NO_CAPABILITY] = { "no_capability",
		"reading takes CAP_AUDIT_READ; run as root, or give the capability" },
	[LLGUARD_AUDIT_NOT_INIT_NETNS] = { "not_init_netns",
		"records go to the first network namespace alone; run there" },
	[LLGUARD_AUDIT_NOT_INIT_USERNS] = { "not_init_userns",
		"audit speaks to the first user namespace alone; run outside of the container" },
	[LLGUARD_AUDIT_FILTERED] = { "filtered",
		"a seccomp filter or a security module refuses the audit socket" },
};

const char *llguard_audit_state_name(uint32_t state)
{
	return state < LLGUARD__COUNT(states) ? states[state].name : "";
}

const char *llguard_audit_reason(uint32_t state)
{
	return state < LLGUARD__COUNT(states) ? states[state].reason : "";
}

int llguard_audit_describe_json(const struct llguard_kernel *kernel,
	const struct llguard_audit *audit, char *buf, size_t size)
{
	const int err = llguard__kernel_check(kernel);
	struct llguard__json json;

	if (err || llguard__size_of(audit) < sizeof(*audit))
		return err ? err : -EINVAL;
	if (!llguard__json_begin(&json, "info", buf, size))
		return -EINVAL;
	llguard__kernel_write(&json, kernel);
	llguard__json_open(&json, "audit", '{');
	llguard__json_text(
		&json, "state", llguard_audit_state_name(audit->state));
	llguard__json_text(&json, "reason", llguard_audit_reason(audit->state));
	llguard__json_close(&json, '}');
	return llguard__json_end(&json);
}
