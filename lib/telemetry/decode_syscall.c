/* SPDX-License-Identifier: MIT */
/*
 * SYSCALL records.  Nearly every event has one, so it is read in the order in
 * which the kernel writes it (audit_log_exit), and word by word from where that
 * order does not hold.
 */
#include "decode_call.h"

#include "body.h"
#include "record.h"

#define PASS_NUMBER(at, key, to)                                               \
	(LLGUARD__PASS(at, key) && llguard__body_u32(&(at), to))
#define PASS_WORD(at, key, to)                                                 \
	(LLGUARD__PASS(at, key) && llguard__body_word(&(at), to))
#define PASS_SKIP(at, key) (LLGUARD__PASS(at, key) && llguard__body_skip(&(at)))

static bool arch_read(const char **at, uint32_t *ret)
{
	struct llguard__scan scan = { *at, *at + LLGUARD__SLACK };
	uint64_t arch;

	if (!llguard__scan_hex(&scan, &arch))
		return false;
	*ret = (uint32_t)arch;
	*at = scan.at;
	return true;
}

LLGUARD__INLINE bool exit_read(const char **at, struct llguard_event *event)
{
	const bool negative = **at == '-';
	uint64_t number;

	*at += negative;
	if (!llguard__body_short(at, &number) || number > INT64_MAX)
		return false;
	event->exit = negative ? -(int64_t)number : (int64_t)number;
	event->has |= LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT;
	return true;
}

/* The call and its result, which is absent when it has not returned. */
static bool call_read(const char **from, struct llguard_event *event)
{
	const char *at = *from;
	uint64_t number;
	uint32_t arch;

	if (!LLGUARD__PASS(at, "arch=") || !arch_read(&at, &arch) ||
		!LLGUARD__PASS(at, " syscall=") ||
		!llguard__body_short(&at, &number) || number > UINT32_MAX)
		return false;
	event->arch = arch;
	event->syscall = (uint32_t)number;
	event->has |= LLGUARD_HAS_SYSCALL;
	if (LLGUARD__PASS(at, " success=no exit=")) {
		event->success = 0;
		if (!exit_read(&at, event))
			return false;
	} else if (LLGUARD__PASS(at, " success=yes exit=")) {
		event->success = 1;
		if (!exit_read(&at, event))
			return false;
	} else if (LLGUARD__IS(at, " success=")) {
		return false;
	}
	*from = at;
	return true;
}

#define HAS_CALL (LLGUARD_HAS_SYSCALL | LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT)

static bool call_remember(const char **at, struct llguard__call *known,
	struct llguard_event *event)
{
	const char *const from = *at;
	const uint64_t has = event->has;
	bool is_read, is_whole;
	size_t len;

	event->has = 0;
	is_read = call_read(at, event);
	is_whole = is_read && event->has == HAS_CALL;
	event->has |= has;
	len = (size_t)(*at - from) + 1;
	if (!is_whole || **at != ' ' || len < 32 || len > sizeof(known->text))
		return is_read;
	known->arch = event->arch;
	known->syscall = event->syscall;
	known->success = event->success;
	known->exit = event->exit;
	known->len = (uint32_t)len;
	memcpy(known->text, from, len);
	return true;
}

/* A log has few different ones. */
LLGUARD__INLINE bool call_again(const char **at, const char *end,
	struct llguard__repeat *repeat, struct llguard_event *event)
{
	/* By what is around the number: "arch=c000003e syscall=257 success=". */
	const uint64_t hash =
		llguard__load_8(*at + 19) * UINT64_C(0x9e3779b97f4a7c15) >> 61;
	struct llguard__call *const known = &repeat->calls[hash];

	if (!known->len || (size_t)(end - *at) < known->len ||
		!llguard__same_long(*at, known->text, known->len))
		return call_remember(at, known, event);
	*at += known->len - 1;
	event->arch = known->arch;
	event->syscall = known->syscall;
	event->success = known->success;
	event->exit = known->exit;
	event->has |= HAS_CALL;
	return true;
}

_Static_assert(LLGUARD__CALLS == 1 << (64 - 61), "the top of a hash");

LLGUARD__INLINE bool arguments_read(
	const char **from, struct llguard_event *event)
{
	const char *at = *from;

	if (!PASS_WORD(at, " a0=", &event->a0) ||
		!PASS_WORD(at, " a1=", &event->a1) ||
		!PASS_WORD(at, " a2=", &event->a2) ||
		!PASS_WORD(at, " a3=", &event->a3))
		return false;
	*from = at;
	return true;
}

LLGUARD__INLINE bool pids_read(const char **from, struct llguard_event *event)
{
	const char *at = *from;

	if (!PASS_SKIP(at, " items=") ||
		!PASS_NUMBER(at, " ppid=", &event->ppid) ||
		!PASS_NUMBER(at, " pid=", &event->pid))
		return false;
	event->has |= LLGUARD_HAS_PPID | LLGUARD_HAS_PID;
	*from = at;
	return true;
}

/* --- whose call it is ------------------------------------------------------- */

#define HAS_IDS                                                                \
	(LLGUARD_HAS_AUID | LLGUARD_HAS_UID | LLGUARD_HAS_GID |                \
		LLGUARD_HAS_EUID | LLGUARD_HAS_EGID | LLGUARD_HAS_SES)

static void ids_remember(struct llguard__repeat *repeat,
	const struct llguard_event *event, const char *from, const char *at)
{
	const size_t len = (size_t)(at - from);

	repeat->ids_len = 0;
	if (len < 32 || len > sizeof(repeat->ids))
		return;
	memcpy(repeat->ids, from, len);
	repeat->ids_len = (uint32_t)len;
	repeat->tty_at = event->tty.ptr ? (uint32_t)(event->tty.ptr - from) : 0;
	repeat->tty_len = (uint32_t)event->tty.len;
	repeat->ids_has = event->has & HAS_IDS;
	repeat->auid = event->auid;
	repeat->uid = event->uid;
	repeat->gid = event->gid;
	repeat->euid = event->euid;
	repeat->egid = event->egid;
	repeat->ses = event->ses;
}

static const char *ids_read(const char *from, struct llguard__repeat *repeat,
	struct llguard_event *event)
{
	const char *at = from;
	uint32_t auid, uid, gid, euid, egid, ses;
	struct llguard_str tty;

	if (!PASS_NUMBER(at, " auid=", &auid) ||
		!PASS_NUMBER(at, " uid=", &uid) ||
		!PASS_NUMBER(at, " gid=", &gid) ||
		!PASS_NUMBER(at, " euid=", &euid) || !PASS_SKIP(at, " suid=") ||
		!PASS_SKIP(at, " fsuid=") ||
		!PASS_NUMBER(at, " egid=", &egid) || !PASS_SKIP(at, " sgid=") ||
		!PASS_SKIP(at, " fsgid=") || !PASS_WORD(at, " tty=", &tty) ||
		!PASS_NUMBER(at, " ses=", &ses) || !LLGUARD__PASS(at, " comm="))
		return NULL;
	llguard__call_id(event, LLGUARD_HAS_AUID, &event->auid, auid);
	llguard__call_id(event, LLGUARD_HAS_UID, &event->uid, uid);
	llguard__call_id(event, LLGUARD_HAS_GID, &event->gid, gid);
	llguard__call_id(event, LLGUARD_HAS_EUID, &event->euid, euid);
	llguard__call_id(event, LLGUARD_HAS_EGID, &event->egid, egid);
	llguard__call_id(event, LLGUARD_HAS_SES, &event->ses, ses);
	llguard__call_tty(event, tty);
	ids_remember(repeat, event, from, at);
	return at;
}

/*
 * From " auid=" to " comm=": mostly to the letter as in the record before, for it
 * is one daemon that is refused again and again.  Returns what follows, or NULL.
 */
LLGUARD__INLINE const char *ids_again(const char *at, const char *end,
	struct llguard__repeat *repeat, struct llguard_event *event)
{
	if (!repeat->ids_len || (size_t)(end - at) < repeat->ids_len ||
		!llguard__same_long(at, repeat->ids, repeat->ids_len))
		return ids_read(at, repeat, event);
	event->tty = (struct llguard_str){
		repeat->tty_at ? at + repeat->tty_at : NULL, repeat->tty_len
	};
	event->has = (event->has & ~(uint64_t)HAS_IDS) | repeat->ids_has;
	event->auid = repeat->auid;
	event->uid = repeat->uid;
	event->gid = repeat->gid;
	event->euid = repeat->euid;
	event->egid = repeat->egid;
	event->ses = repeat->ses;
	return at + repeat->ids_len;
}

/* comm, exe and the label; how far the order has held. */
LLGUARD__INLINE const char *names_read(
	const char *at, const char *end, struct llguard_event *event)
{
	struct llguard__scan scan;
	struct llguard_str word;

	event->comm = llguard__body_string(&at, end, &event->flags);
	if (!LLGUARD__PASS(at, " exe="))
		return at;
	event->exe = llguard__body_string(&at, end, &event->flags);
	if (!LLGUARD__PASS(at, " subj="))
		return at;
	word.ptr = at;
	at = llguard__body_find(at, end, ' ');
	word.len = (size_t)(at - word.ptr);
	if (LLGUARD__LIKELY(LLGUARD__IS(at, " key="))) {
		event->subj = word;
		return at;
	}
	scan = (struct llguard__scan){ at, end };
	llguard__call_label(event, &scan, word);
	return scan.at;
}

void llguard__decode_syscall(struct llguard_event *event,
	struct llguard__repeat *repeat, const char *body, size_t len)
{
	const char *const end = body + len;
	struct llguard__scan scan = { body, end };
	const char *at = body;

	event->subject = LLGUARD_SUBJECT_SYSCALL;
	if (call_again(&at, end, repeat, event) && arguments_read(&at, event) &&
		pids_read(&at, event)) {
		const char *const comm = ids_again(at, end, repeat, event);

		if (comm)
			at = names_read(comm, end, event);
		/*
		 * Most often the key of no rule is all that is left, but for
		 * enrichment.
		 */
		if (LLGUARD__IS(at, " key=(null)") &&
			(at + 11 == end || at[11] == LLGUARD__ENRICHMENT))
			return;
	}
	scan.at = at;
	llguard__call_words(event, &scan);
}
