/* SPDX-License-Identifier: MIT */
/*
 * SYSCALL and URINGOP records word by word: where the kernel's order does not
 * hold, and what follows it.
 */
#include "decode_call.h"

#include "value.h"

static bool exit_scan(struct llguard__scan *scan, struct llguard_event *event)
{
	const bool negative = LLGUARD__SCAN(scan, "-");
	uint64_t number;

	if (!llguard__scan_u64(scan, &number) || number > INT64_MAX)
		return false;
	event->exit = negative ? -(int64_t)number : (int64_t)number;
	event->has |= LLGUARD_HAS_EXIT;
	return true;
}

static bool success_scan(
	struct llguard__scan *scan, struct llguard_event *event)
{
	event->success = LLGUARD__SCAN(scan, "yes");
	if (!event->success && !LLGUARD__SCAN(scan, "no"))
		return false;
	event->has |= LLGUARD_HAS_SUCCESS;
	return true;
}

void llguard__call_label(struct llguard_event *event,
	struct llguard__scan *scan, struct llguard_str first)
{
	const char *end = first.ptr + first.len;

	while (scan->at < scan->end &&
		!LLGUARD__LITERAL_IS(
			scan->at, llguard__scan_left(scan), " key=")) {
		scan->at++;
		(void)llguard__scan_until(scan, ' ');
		end = scan->at;
	}
	event->subj =
		(struct llguard_str){ first.ptr, (size_t)(end - first.ptr) };
}

#define CALL_KEY(field, literal) LLGUARD__STR_IS(&(field)->key, literal)

static const struct {
	char key[12];
	uint16_t offset; /* in struct llguard_event */
	uint8_t len;
	uint8_t is_id;
	uint32_t has;
} call_numbers[] = {
#define CALL_NUMBER(name, id, flag)                                            \
	{                                                                      \
#name, offsetof(struct llguard_event, name),                   \
			sizeof(#name) - 1, id, (uint32_t)LLGUARD_HAS_##flag    \
	}
	CALL_NUMBER(pid, 0, PID),
	CALL_NUMBER(ppid, 0, PPID),
	CALL_NUMBER(uid, 1, UID),
	CALL_NUMBER(euid, 1, EUID),
	CALL_NUMBER(gid, 1, GID),
	CALL_NUMBER(egid, 1, EGID),
	CALL_NUMBER(auid, 1, AUID),
	CALL_NUMBER(ses, 1, SES),
	CALL_NUMBER(syscall, 0, SYSCALL),
	CALL_NUMBER(uring_op, 0, URING_OP),
#undef CALL_NUMBER
};

static bool number_take(
	struct llguard_event *event, const struct llguard_field *field)
{
	struct llguard__scan value = { field->value.ptr,
		field->value.ptr + field->value.len };
	uint32_t number;

	for (size_t i = 0; i < LLGUARD__COUNT(call_numbers); i++) {
		uint32_t *to = (uint32_t *)(void *)((char *)event +
						    call_numbers[i].offset);

		if (field->key.len != call_numbers[i].len ||
			!llguard__same(field->key.ptr, call_numbers[i].key,
				call_numbers[i].len))
			continue;
		if (!llguard__scan_u32(&value, &number))
			return true;
		if (call_numbers[i].is_id) {
			llguard__call_id(
				event, call_numbers[i].has, to, number);
		} else {
			*to = number;
			event->has |= call_numbers[i].has;
		}
		return true;
	}
	return false;
}

static void word_take(struct llguard_event *event, struct llguard__scan *scan,
	const struct llguard_field *field)
{
	struct llguard__scan value = { field->value.ptr,
		field->value.ptr + field->value.len };
	uint64_t arch;

	if (CALL_KEY(field, "comm"))
		event->comm = llguard__field_string(field, &event->flags);
	else if (CALL_KEY(field, "exe"))
		event->exe = llguard__field_string(field, &event->flags);
	else if (CALL_KEY(field, "subj"))
		llguard__call_label(event, scan, field->value);
	else if (CALL_KEY(field, "key") || number_take(event, field))
		return;
	else if (CALL_KEY(field, "arch") && llguard__scan_hex(&value, &arch))
		event->arch = (uint32_t)arch;
	else if (CALL_KEY(field, "success"))
		(void)success_scan(&value, event);
	else if (CALL_KEY(field, "exit"))
		(void)exit_scan(&value, event);
	else if (CALL_KEY(field, "a0"))
		event->a0 = field->value;
	else if (CALL_KEY(field, "a1"))
		event->a1 = field->value;
	else if (CALL_KEY(field, "a2"))
		event->a2 = field->value;
	else if (CALL_KEY(field, "a3"))
		event->a3 = field->value;
	else if (CALL_KEY(field, "tty"))
		llguard__call_tty(event, field->value);
}

void llguard__call_words(
	struct llguard_event *event, struct llguard__scan *scan)
{
	struct llguard_field field;

	while (llguard__field_next(scan, &field))
		word_take(event, scan, &field);
}

void llguard__decode_uring(
	struct llguard_event *event, const char *body, size_t len)
{
	struct llguard__scan scan = { body, body + len };
	struct llguard_field field;

	/* A SYSCALL record of the same event says more of the task. */
	if (event->subject != LLGUARD_SUBJECT_SYSCALL) {
		event->subject = LLGUARD_SUBJECT_URING;
		llguard__call_words(event, &scan);
		return;
	}
	while (llguard__field_next(&scan, &field))
		if (CALL_KEY(&field, "uring_op"))
			(void)number_take(event, &field);
}
