/* SPDX-License-Identifier: MIT */
/*
 * The kernel's own stream of audit records, and why there may be none.
 *
 * Whoever may read along joins a multicast group; auditd, if there is one, is not
 * disturbed, and none is needed.
 *
 *	llguard_live_open(&live);
 *	...                          poll live.fd, then:
 *	while (llguard_live_receive(&live, buf, sizeof(buf), &type, &n) > 0) {
 *		llguard_reader_feed_record(&reader, type, buf, n);
 *		while (llguard_reader_next(&reader, &event) > 0)
 *			...
 *	}
 *
 * Sources: kernel/audit.c, net/netlink/af_netlink.c, Linux 7.3.
 */
#ifndef LLGUARD_LIVE_H
#define LLGUARD_LIVE_H

#include <llguard/kernel.h>

/*
 * llguard_audit.state: whether denials are recorded, and can be read here.  Of
 * several reasons why not, the first of this order: ABI, NOT_BUILT, OFF_AT_BOOT,
 * FILTERED, NOT_INIT_USERNS, NO_CAPABILITY, NOT_INIT_NETNS, OFF.
 */
#define LLGUARD_AUDIT_ON              1
#define LLGUARD_AUDIT_OFF             2 /* audit_enabled is 0 */
#define LLGUARD_AUDIT_OFF_AT_BOOT     3 /* audit=0 */
#define LLGUARD_AUDIT_NOT_BUILT       4
#define LLGUARD_AUDIT_ABI             5 /* below 7: no denial is recorded */
#define LLGUARD_AUDIT_NO_CAPABILITY   6 /* CAP_AUDIT_READ */
#define LLGUARD_AUDIT_NOT_INIT_NETNS  7 /* all records go to the first one */
#define LLGUARD_AUDIT_NOT_INIT_USERNS 8
#define LLGUARD_AUDIT_FILTERED        9 /* by seccomp or another LSM */

/* A packet's longest payload: MAX_AUDIT_MESSAGE_LENGTH, with room to spare. */
#define LLGUARD_LIVE_MAX 16384

#ifdef __cplusplus
extern "C" {
#endif

struct llguard_audit {
	uint32_t size;
	uint32_t state; /* LLGUARD_AUDIT_* */
	int32_t error;  /* the errno behind it, 0 for none */
	uint32_t lost;  /* records that the kernel has lost, where it says so */
};

/* clang-format off */
#define LLGUARD_AUDIT_INIT { sizeof(struct llguard_audit), 0, 0, 0 }
/* clang-format on */

/*
 * Ask whether this process could read denials as they happen.  kernel is what
 * llguard_kernel_probe() said; audit->size must be set.
 *
 * Takes a few milliseconds; up to half a second for a process that has
 * CAP_AUDIT_READ and not CAP_AUDIT_CONTROL, or is not in the first PID namespace:
 * it joins the group and waits for the record that joining makes, since it may
 * not ask.  /proc is looked at to tell namespaces and boot options apart.
 *
 * Returns 0; -EINVAL or -E2BIG for an argument that is not valid; -EMFILE, -ENFILE
 * or -ENOMEM when there is no descriptor or memory to ask with.
 * Async-signal-safe.
 */
LLGUARD_API int llguard_audit_probe(const struct llguard_kernel *kernel,
	struct llguard_audit *audit) LLGUARD_MUST_CHECK;

/* The word for a state, "off_at_boot"; "" for what is none.  A constant. */
LLGUARD_API const char *llguard_audit_state_name(uint32_t state);

/*
 * Why denials are not recorded or cannot be read, and what to do about it; ""
 * for LLGUARD_AUDIT_ON and for what is no state.  A constant.
 */
LLGUARD_API const char *llguard_audit_reason(uint32_t state);

/*
 * Write a kernel value and its audit state as one JSON object without a newline:
 * the "info" of landlock-guard(1).  Returns as llguard_kernel_describe_json().
 */
LLGUARD_API int llguard_audit_describe_json(const struct llguard_kernel *kernel,
	const struct llguard_audit *audit, char *buf, size_t size);

/* A listener. */
struct llguard_live {
	uint32_t size;
	int32_t fd;       /* to poll for reading; -1 when it is not open */
	uint64_t dropped; /* packets that came too fast */
	char boot[33];    /* the boot's id, 32 hexadecimal digits, or "" */
};

/* clang-format off */
#define LLGUARD_LIVE_INIT { sizeof(struct llguard_live), -1, 0, { 0 } }
/* clang-format on */

/*
 * Join the group, with room for LLGUARD_LIVE_ROOM bytes of packets (less for a
 * process without CAP_NET_ADMIN: net.core.rmem_max).  The descriptor is
 * close-on-exec and does not block.  The kernel records that somebody listens
 * (EVENT_LISTENER, 1335).
 *
 * Returns 0; -EPERM when it is refused; -EOPNOTSUPP when there is no audit; -EMFILE,
 * -ENFILE or -ENOMEM; -EINVAL for an argument that is not valid.  Why it is
 * refused, or why nothing comes, llguard_audit_probe() says.  Async-signal-safe.
 */
LLGUARD_API int llguard_live_open(struct llguard_live *live) LLGUARD_MUST_CHECK;
#define LLGUARD_LIVE_ROOM (16 * 1024 * 1024)

/*
 * Take one packet of the kernel's: its type into *type, its payload into buf and
 * its length into *n.  size must be LLGUARD_LIVE_MAX at least.  When packets came
 * faster than they were taken, live->dropped grows by the number of those that
 * are lost: see llguard_reader_feed_loss().
 *
 * Returns 1 with a packet, 0 when none is waiting, -EINVAL for an argument that is
 * not valid, -EIO when the socket fails.  Async-signal-safe.
 */
LLGUARD_API int llguard_live_receive(struct llguard_live *live, void *buf,
	size_t size, uint32_t *type, size_t *n) LLGUARD_MUST_CHECK;

/* Close the descriptor; harmless when it is closed.  Async-signal-safe. */
LLGUARD_API void llguard_live_close(struct llguard_live *live);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_LIVE_H */
