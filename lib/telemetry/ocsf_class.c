/* SPDX-License-Identifier: MIT */
#include "ocsf_class.h"

#include "write_landlock.h"

static void class_set(struct llguard__ocsf *ocsf, uint32_t class_uid,
	uint32_t activity_id, const char *activity)
{
	*ocsf = (struct llguard__ocsf){ class_uid, activity_id, activity };
}

static void file_class(struct llguard__ocsf *ocsf, uint64_t rights)
{
	const uint32_t file = LLGUARD__OCSF_FILE;

	if (rights & LLGUARD_FS_REFER ||
		(rights & LLGUARD__FS_MAKE && rights & LLGUARD__FS_REMOVE))
		class_set(ocsf, file, 5, "Rename");
	else if (rights & LLGUARD__FS_MAKE)
		class_set(ocsf, file, 1, "Create");
	else if (rights & LLGUARD__FS_REMOVE)
		class_set(ocsf, file, 4, "Delete");
	else if (rights & (LLGUARD_FS_WRITE_FILE | LLGUARD_FS_TRUNCATE))
		class_set(ocsf, file, 3, "Update");
	else if (rights & LLGUARD_FS_EXECUTE)
		class_set(ocsf, file, LLGUARD__OCSF_OTHER, "Execute");
	else if (rights & LLGUARD_FS_IOCTL_DEV)
		class_set(ocsf, file, LLGUARD__OCSF_OTHER, "Ioctl");
	else if (rights & LLGUARD_FS_RESOLVE_UNIX)
		class_set(ocsf, file, LLGUARD__OCSF_OTHER, "Connect");
	else
		class_set(ocsf, file, 2, "Read");
}

/* Signals that end a program as a rule: HUP INT QUIT ABRT KILL TERM. */
static bool signal_ends(int number)
{
	return number == 1 || number == 2 || number == 3 || number == 6 ||
	       number == 9 || number == 15;
}

static bool is_unmount(const struct llguard_event *event)
{
	const char *name =
		event->has & LLGUARD_HAS_SYSCALL
			? llguard_syscall_name(event->arch, event->syscall)
			: NULL;

	return name && (llguard__same_word(name, "umount") ||
			       llguard__same_word(name, "umount2"));
}

static void denial_class(
	const struct llguard_event *event, struct llguard__ocsf *ocsf)
{
	const uint64_t rights = event->rights;

	if (event->class_of == LLGUARD_CLASS_MOUNT)
		is_unmount(event)
			? class_set(ocsf, LLGUARD__OCSF_FILE, 13, "Unmount")
			: class_set(ocsf, LLGUARD__OCSF_FILE, 12, "Mount");
	else if (event->class_of == LLGUARD_CLASS_PTRACE)
		class_set(ocsf, LLGUARD__OCSF_PROCESS, 3, "Open");
	else if (rights & LLGUARD_SET_FS)
		file_class(ocsf, rights);
	else if (rights & LLGUARD__NET_BIND)
		class_set(ocsf, LLGUARD__OCSF_NETWORK, LLGUARD__OCSF_LISTEN,
			"Listen");
	else if (rights &
		 (LLGUARD_SET_NET | LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET))
		class_set(ocsf, LLGUARD__OCSF_NETWORK, 1, "Open");
	else if (rights & LLGUARD_SCOPE_SIGNAL)
		signal_ends(llguard__event_signal(event))
			? class_set(ocsf, LLGUARD__OCSF_PROCESS, 2, "Terminate")
			: class_set(ocsf, LLGUARD__OCSF_PROCESS,
				  LLGUARD__OCSF_OTHER, "Signal");
	else
		class_set(ocsf, LLGUARD__OCSF_KERNEL, LLGUARD__OCSF_OTHER,
			"Denied");
}

void llguard__ocsf_class(
	const struct llguard_event *event, struct llguard__ocsf *ret_ocsf)
{
	switch (event->kind) {
	case LLGUARD_EVENT_DENIAL:
		denial_class(event, ret_ocsf);
		break;
	case LLGUARD_EVENT_DOMAIN_END:
		class_set(ret_ocsf, LLGUARD__OCSF_KERNEL, 3, "Delete");
		break;
	default:
		class_set(ret_ocsf, LLGUARD__OCSF_KERNEL, 1, "Create");
		break;
	}
}

void llguard__ocsf_write(struct llguard__json *json,
	const struct llguard__ocsf *ocsf, uint64_t seconds,
	uint32_t milliseconds)
{
	/* Required: 0 where it is not known, or beyond the year 9999. */
	const uint64_t time = seconds && seconds <= UINT64_C(253402300799)
				      ? seconds * 1000 + milliseconds
				      : 0;

	llguard__json_u64(json, "time", time);
	llguard__json_u64(json, "class_uid", ocsf->class_uid);
	llguard__json_u64(json, "category_uid", ocsf->class_uid / 1000);
	llguard__json_u64(json, "activity_id", ocsf->activity_id);
	llguard__json_text(json, "activity_name", ocsf->activity);
	llguard__json_u64(json, "type_uid",
		(uint64_t)ocsf->class_uid * 100 + ocsf->activity_id);
}

void llguard__ocsf_metadata(struct llguard__json *json)
{
	LLGUARD__TEXT(&json->text,
		"\"version\":\"1.8.0\",\"product\":{"
		"\"name\":\"landlock-guard\","
		"\"vendor_name\":\"landlock-guard\","
		"\"version\":\"" LLGUARD_VERSION "\"},"
		"\"profiles\":[\"host\",\"security_control\","
		"\"linux/linux_users\"],"
		"\"log_name\":\"audit\",\"log_provider\":\"kernel\"");
	json->member = true;
}
