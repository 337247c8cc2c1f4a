/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard.h>

#include "telemetry/ocsf_class.h"
#include "telemetry/write_landlock.h"

#define X86_64 0xc000003e

static struct llguard_event denial(uint64_t rights, uint32_t class_of)
{
	return (struct llguard_event){
		.kind = LLGUARD_EVENT_DENIAL,
		.rights = rights,
		.class_of = class_of,
	};
}

Test(ocsf_class, denials)
{
	static const struct {
		uint64_t rights;
		uint32_t class_of;
		uint32_t class_uid;
		uint32_t activity_id;
		const char *activity;
	} cases[] = {
		{ LLGUARD_FS_READ_FILE, LLGUARD_CLASS_FS, 1001, 2, "Read" },
		{ LLGUARD_FS_READ_DIR, LLGUARD_CLASS_FS, 1001, 2, "Read" },
		{ LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE,
			LLGUARD_CLASS_FS, 1001, 3, "Update" },
		{ LLGUARD_FS_TRUNCATE, LLGUARD_CLASS_FS, 1001, 3, "Update" },
		{ LLGUARD_FS_MAKE_SYM, LLGUARD_CLASS_FS, 1001, 1, "Create" },
		{ LLGUARD_FS_REMOVE_DIR, LLGUARD_CLASS_FS, 1001, 4, "Delete" },
		{ LLGUARD_FS_MAKE_REG | LLGUARD_FS_REMOVE_FILE,
			LLGUARD_CLASS_FS, 1001, 5, "Rename" },
		{ LLGUARD_FS_MAKE_REG | LLGUARD_FS_REFER, LLGUARD_CLASS_FS,
			1001, 5, "Rename" },
		{ LLGUARD_FS_EXECUTE | LLGUARD_FS_READ_FILE, LLGUARD_CLASS_FS,
			1001, 99, "Execute" },
		{ LLGUARD_FS_IOCTL_DEV, LLGUARD_CLASS_FS, 1001, 99, "Ioctl" },
		{ LLGUARD_FS_RESOLVE_UNIX, LLGUARD_CLASS_FS, 1001, 99,
			"Connect" },
		{ 0, LLGUARD_CLASS_MOUNT, 1001, 12, "Mount" },
		{ LLGUARD_NET_CONNECT_TCP, LLGUARD_CLASS_NET, 4001, 1, "Open" },
		{ LLGUARD_NET_BIND_UDP, LLGUARD_CLASS_NET, 4001, 7, "Listen" },
		{ LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET, LLGUARD_CLASS_SCOPE, 4001,
			1, "Open" },
		{ LLGUARD_SCOPE_SIGNAL, LLGUARD_CLASS_SCOPE, 1007, 99,
			"Signal" },
		{ 0, LLGUARD_CLASS_PTRACE, 1007, 3, "Open" },
		{ 0, LLGUARD_CLASS_FS, 1003, 99, "Denied" },
		{ LLGUARD_PERMISSION_CAPABILITY_USE, LLGUARD_CLASS_CAPABILITY,
			1003, 99, "Denied" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct llguard_event event =
			denial(cases[i].rights, cases[i].class_of);
		struct llguard__ocsf ocsf;

		llguard__ocsf_class(&event, &ocsf);
		cr_expect_eq(ocsf.class_uid, cases[i].class_uid, "%zu", i);
		cr_expect_eq(ocsf.activity_id, cases[i].activity_id, "%zu", i);
		cr_expect_str_eq(ocsf.activity, cases[i].activity, "%zu", i);
	}
}

Test(ocsf_class, others)
{
	static const struct {
		uint32_t kind;
		uint32_t activity_id;
	} cases[] = {
		{ LLGUARD_EVENT_DOMAIN_START, 1 },
		{ LLGUARD_EVENT_DOMAIN_END, 3 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct llguard_event event = { .kind = cases[i].kind };
		struct llguard__ocsf ocsf;

		llguard__ocsf_class(&event, &ocsf);
		cr_expect_eq(ocsf.class_uid, 1003);
		cr_expect_eq(ocsf.activity_id, cases[i].activity_id);
	}
}

/* Calls of x86-64: 62 kill, 200 tkill, 234 tgkill, 424 pidfd_send_signal. */
Test(ocsf_class, signals)
{
	static const struct {
		uint32_t syscall;
		const char *a1, *a2;
		int number;
		uint32_t activity_id;
	} cases[] = {
		{ 62, "9", "f", 9, 2 },
		{ 62, "f", "0", 15, 2 },
		{ 62, "0", "9", 0, 99 },
		{ 62, "40", "0", 64, 99 },
		{ 62, "41", "0", -1, 99 },
		{ 62, "109", "0", -1, 99 },
		{ 62, "-9", "0", -1, 99 },
		{ 62, "", "0", -1, 99 },
		{ 200, "6", "0", 6, 2 },
		{ 234, "9", "a", 10, 99 },
		{ 424, "1", "0", 1, 2 },
		{ 1, "9", "9", -1, 99 },
		{ 100000, "9", "9", -1, 99 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct llguard_event event =
			denial(LLGUARD_SCOPE_SIGNAL, LLGUARD_CLASS_SCOPE);
		struct llguard__ocsf ocsf;

		event.arch = X86_64;
		event.syscall = cases[i].syscall;
		event.a1 = (struct llguard_str){ cases[i].a1,
			strlen(cases[i].a1) };
		event.a2 = (struct llguard_str){ cases[i].a2,
			strlen(cases[i].a2) };
		cr_expect_eq(llguard__event_signal(&event), -1);
		event.has = LLGUARD_HAS_SYSCALL;
		cr_expect_eq(llguard__event_signal(&event), cases[i].number,
			"%zu", i);
		llguard__ocsf_class(&event, &ocsf);
		cr_expect_eq(ocsf.activity_id, cases[i].activity_id, "%zu", i);
	}
}

/* umount2 of x86-64 is 166; mount is 165. */
Test(ocsf_class, unmount)
{
	struct llguard_event event = denial(0, LLGUARD_CLASS_MOUNT);
	struct llguard__ocsf ocsf;

	event.has = LLGUARD_HAS_SYSCALL;
	event.arch = X86_64;
	event.syscall = 166;
	llguard__ocsf_class(&event, &ocsf);
	cr_expect_eq(ocsf.activity_id, 13);
	event.syscall = 165;
	llguard__ocsf_class(&event, &ocsf);
	cr_expect_eq(ocsf.activity_id, 12);
}
