/* SPDX-License-Identifier: MIT */
/*
 * Reading what the kernel says it has denied: bytes in, one event a record out.
 *
 *	struct llguard_reader reader = LLGUARD_READER_INIT;
 *	const struct llguard_event *event;
 *
 *	llguard_reader_init(&reader, LLGUARD_FORM_AUTO, buffer, sizeof(buffer));
 *	while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
 *		llguard_reader_feed(&reader, chunk, n);
 *		while (llguard_reader_next(&reader, &event) > 0)
 *			...
 *	}
 *	llguard_reader_finish(&reader);
 *	while (llguard_reader_next(&reader, &event) > 0)
 *		...
 *
 * The kernel writes a LANDLOCK_ACCESS record (1423) for each refusal and
 * LANDLOCK_DOMAIN records (1424) when a domain is first and last heard of, among
 * other records of the same audit event, mixed with those of other events, in
 * lines or packets of several forms.  The layers, each usable alone: a record
 * (one line), an event (the records of one stamp), the reader (bytes to events),
 * domains (what is remembered from one event to the next).
 *
 * Everything in a record but its stamp and type may have been chosen by a
 * confined program: names, paths, titles.  Nothing here trusts it.
 *
 * Sources: security/landlock/audit.c, security/lsm_audit.c, kernel/audit.c and
 * kernel/auditsc.c of Linux 7.3.
 */
#ifndef LLGUARD_TELEMETRY_H
#define LLGUARD_TELEMETRY_H

#include <llguard/base.h>

/* The forms of an input.  The form is fixed an input, never a line. */
#define LLGUARD_FORM_AUTO    0 /* that of the first record that is one */
#define LLGUARD_FORM_AUDITD  1 /* type=T msg=audit(...): in any spelling */
#define LLGUARD_FORM_JOURNAL 2 /* journalctl -o export, -o json */
#define LLGUARD_FORM_KMSG    3 /* dmesg: audit: type=N audit(...): */
#define LLGUARD_FORM_TEXT    4 /* syslog, journalctl -o short, ausearch -i */
#define LLGUARD_FORM_NETLINK 5 /* packets: llguard_reader_feed_record() */

/* Types of records that have a meaning here; include/uapi/linux/audit.h. */
#define LLGUARD_RECORD_OTHER           0    /* well formed, of any other type */
#define LLGUARD_RECORD_DAEMON          1200 /* to 1299, by auditd's clock */
#define LLGUARD_RECORD_SYSCALL         1300
#define LLGUARD_RECORD_PATH            1302
#define LLGUARD_RECORD_SOCKADDR        1306
#define LLGUARD_RECORD_CWD             1307
#define LLGUARD_RECORD_EOE             1320
#define LLGUARD_RECORD_PROCTITLE       1327
#define LLGUARD_RECORD_URINGOP         1336
#define LLGUARD_RECORD_LANDLOCK_ACCESS 1423
#define LLGUARD_RECORD_LANDLOCK_DOMAIN 1424

/* The longest line that is read as a record; a longer one is unparsed. */
#define LLGUARD_LINE_MAX 16384

/* The smallest buffer of a reader, and one that does not have to be measured. */
#define LLGUARD_READER_MIN   ((size_t)192 * 1024)
#define LLGUARD_READER_USUAL ((size_t)2 * 1024 * 1024)

#ifdef __cplusplus
extern "C" {
#endif

/* One record: a line without its end, or a packet.  Borrows from it. */
struct llguard_record {
	uint32_t size;
	uint32_t type;    /* the number where it has a meaning, else _OTHER */
	uint64_t seconds; /* of the stamp, since 1970 */
	uint32_t milliseconds;
	uint32_t serial;
	struct llguard_str stamp; /* "1764080735.711:1623", or absent */
	struct llguard_str node; /* the node= prefix; absent if there is none */
	struct llguard_str body; /* key=value words, without enrichment */
};

/* clang-format off */
#define LLGUARD_RECORD_INIT \
	{ sizeof(struct llguard_record), 0, 0, 0, 0, \
	  { NULL, 0 }, { NULL, 0 }, { NULL, 0 } }
/* clang-format on */

/*
 * Take one line apart: len bytes at line, without the newline; a carriage return
 * at the end is not part of it.  form is LLGUARD_FORM_AUDITD, LLGUARD_FORM_KMSG or
 * LLGUARD_FORM_TEXT, of which a line may have no stamp: its numbers are 0 then.  An
 * entry of a journal is more than a line: see llguard_reader_init().  Pure.
 *
 * Returns 1 for a record of this form, 0 for anything else, -EINVAL for an
 * argument that is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_record_parse(const char *line, size_t len,
	uint32_t form, struct llguard_record *record) LLGUARD_MUST_CHECK;

/* One word of a record's body. */
struct llguard_field {
	uint32_t size;
	uint32_t flags; /* LLGUARD_FIELD_* */
	struct llguard_str key;
	struct llguard_str value; /* without its quotes, still encoded */
};

#define LLGUARD_FIELD_QUOTED (UINT32_C(1) << 0)
#define LLGUARD_FIELD_CUT    (UINT32_C(1) << 1) /* the closing quote is missing */

/* clang-format off */
#define LLGUARD_FIELD_INIT \
	{ sizeof(struct llguard_field), 0, { NULL, 0 }, { NULL, 0 } }
/* clang-format on */

/*
 * Take the next word off rest, which begins as a record's body.  Words without
 * '=' are passed over.  Pure.
 *
 * Returns 1 with a field, 0 at the end, -EINVAL for an argument that is not
 * valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_field_next(struct llguard_str *rest,
	struct llguard_field *field) LLGUARD_MUST_CHECK;

/*
 * Decode a field's value: for the keys whose strings the kernel may write in
 * hexadecimal (path, name, dev, exe, comm, ocomm, cwd, proctitle, saddr in a
 * SOCKADDR record is not one of them), an unquoted value is hexadecimal, whatever
 * it looks like; "(null)" and "(none)" are themselves.  Every other value is
 * copied.
 *
 * Returns the length of the decoded bytes, which are written as far as size
 * allows, without a NUL; -EINVAL for an argument that is not valid, -EILSEQ for a
 * value that should be hexadecimal and is not (it is then copied).
 * Async-signal-safe.
 */
LLGUARD_API int llguard_field_decode(
	const struct llguard_field *field, char *buf, size_t size);

/* llguard_event.kind */
#define LLGUARD_EVENT_DENIAL       1 /* a LANDLOCK_ACCESS record */
#define LLGUARD_EVENT_DOMAIN_START 2 /* a LANDLOCK_DOMAIN record: allocated */
#define LLGUARD_EVENT_DOMAIN_END   3 /* a LANDLOCK_DOMAIN record: deallocated */
#define LLGUARD_EVENT_LOSS         4 /* something was lost: why and count */

/* llguard_event.flags */
#define LLGUARD_FLAG_TRUNCATED      (UINT32_C(1) << 0)
#define LLGUARD_FLAG_LATE           (UINT32_C(1) << 1)
#define LLGUARD_FLAG_SPLIT          (UINT32_C(1) << 2)
#define LLGUARD_FLAG_NO_SYSCALL     (UINT32_C(1) << 3)
#define LLGUARD_FLAG_NOT_MEMBER     (UINT32_C(1) << 4)
#define LLGUARD_FLAG_PARTIAL_DOMAIN (UINT32_C(1) << 5)
#define LLGUARD_FLAG_DUPLICATE      (UINT32_C(1) << 6)
#define LLGUARD_FLAG_BAD_HEX        (UINT32_C(1) << 7)
#define LLGUARD_FLAG_PROCTITLE_CUT  (UINT32_C(1) << 8)
#define LLGUARD_FLAG_CUT            (UINT32_C(1) << 9) /* by a writer */
#define LLGUARD_FLAG_UNTRUSTED      (UINT32_C(1) << 10)
#define LLGUARD_FLAG_NO_STAMP       (UINT32_C(1) << 11)
#define LLGUARD_FLAG_LOSSY          (UINT32_C(1) << 12)

/* llguard_event.class_of */
#define LLGUARD_CLASS_UNKNOWN    0
#define LLGUARD_CLASS_FS         1
#define LLGUARD_CLASS_NET        2
#define LLGUARD_CLASS_SCOPE      3
#define LLGUARD_CLASS_PTRACE     4
#define LLGUARD_CLASS_MOUNT      5
#define LLGUARD_CLASS_CAPABILITY 6
#define LLGUARD_CLASS_NAMESPACE  7

/* llguard_event.outcome */
#define LLGUARD_OUTCOME_DENIED     1
#define LLGUARD_OUTCOME_WOULD_DENY 2 /* the domain's mode is not enforcing */

/* llguard_event.object */
#define LLGUARD_OBJECT_NONE          0
#define LLGUARD_OBJECT_PATH          1
#define LLGUARD_OBJECT_MOUNT         2
#define LLGUARD_OBJECT_INET          3
#define LLGUARD_OBJECT_TASK          4
#define LLGUARD_OBJECT_UNIX_ABSTRACT 5
#define LLGUARD_OBJECT_CAPABILITY    6
#define LLGUARD_OBJECT_NAMESPACE     7

/* llguard_event.subject */
#define LLGUARD_SUBJECT_NONE    0
#define LLGUARD_SUBJECT_SYSCALL 1
#define LLGUARD_SUBJECT_URING   2

/* Which numbers an event has; text that is absent has ptr NULL. */
#define LLGUARD_HAS_STAMP       (UINT64_C(1) << 0)
#define LLGUARD_HAS_SRC         (UINT64_C(1) << 1)
#define LLGUARD_HAS_DEST        (UINT64_C(1) << 2)
#define LLGUARD_HAS_LPORT       (UINT64_C(1) << 3)
#define LLGUARD_HAS_FPORT       (UINT64_C(1) << 4)
#define LLGUARD_HAS_OPID        (UINT64_C(1) << 5)
#define LLGUARD_HAS_CAPABILITY  (UINT64_C(1) << 6)
#define LLGUARD_HAS_PID         (UINT64_C(1) << 7)
#define LLGUARD_HAS_PPID        (UINT64_C(1) << 8)
#define LLGUARD_HAS_UID         (UINT64_C(1) << 9)
#define LLGUARD_HAS_EUID        (UINT64_C(1) << 10)
#define LLGUARD_HAS_GID         (UINT64_C(1) << 11)
#define LLGUARD_HAS_EGID        (UINT64_C(1) << 12)
#define LLGUARD_HAS_AUID        (UINT64_C(1) << 13)
#define LLGUARD_HAS_SES         (UINT64_C(1) << 14)
#define LLGUARD_HAS_SYSCALL     (UINT64_C(1) << 15)
#define LLGUARD_HAS_URING_OP    (UINT64_C(1) << 16)
#define LLGUARD_HAS_SUCCESS     (UINT64_C(1) << 17)
#define LLGUARD_HAS_EXIT        (UINT64_C(1) << 18)
#define LLGUARD_HAS_CREATOR     (UINT64_C(1) << 19)
#define LLGUARD_HAS_CREATOR_PID (UINT64_C(1) << 20)
#define LLGUARD_HAS_CREATOR_UID (UINT64_C(1) << 21)
#define LLGUARD_HAS_TOTAL       (UINT64_C(1) << 22)
#define LLGUARD_HAS_UNLOGGED    (UINT64_C(1) << 23)

/* The most PATH records of an event, and unknown words of a record, kept. */
#define LLGUARD_PATHS_MAX 8
#define LLGUARD_OTHER_MAX 8

/*
 * What one Landlock record says, with what the other records of its event and
 * the reader's memory of its domain add.  Text is decoded, borrowed from the
 * reader, and valid until the next call on it.  Never made by a program: members
 * are added at the end without notice.
 */
struct llguard_event {
	uint32_t size;
	uint32_t kind;  /* LLGUARD_EVENT_* */
	uint32_t flags; /* LLGUARD_FLAG_* */
	uint32_t form;  /* LLGUARD_FORM_*: where it comes from */
	uint64_t has;   /* LLGUARD_HAS_* */

	/* the stamp: the event's id, with node and boot */
	uint64_t seconds;
	uint32_t milliseconds;
	uint32_t serial;
	struct llguard_str node;
	struct llguard_str boot;
	uint32_t part;  /* of the event's denials, from 1 */
	uint32_t parts; /* 0 when it is not known: split */

	/* the record itself */
	uint64_t domain;
	struct llguard_str blockers; /* the kernel's words */
	uint64_t rights;             /* those that are rights */
	uint32_t class_of;           /* LLGUARD_CLASS_* */
	uint32_t outcome;            /* LLGUARD_OUTCOME_* */
	struct llguard_str mode;     /* of the domain, where it is known */
	uint32_t object;             /* LLGUARD_OBJECT_* */
	uint32_t parent; /* 1: path is the directory that the operation is in */
	struct llguard_str path; /* with the NUL of an abstract socket */
	struct llguard_str dev;
	struct llguard_str ino;
	struct llguard_str ioctlcmd;
	struct llguard_str name;
	struct llguard_str saddr;
	struct llguard_str daddr;
	struct llguard_str laddr;
	struct llguard_str faddr;
	struct llguard_str ocomm;
	struct llguard_str namespace_type;
	struct llguard_str namespace_id;
	uint32_t src;
	uint32_t dest;
	uint32_t lport;
	uint32_t fport;
	int32_t opid;
	uint32_t capability;
	uint32_t other_count; /* of .other_key */

	/* the task whose call carried the record */
	uint32_t subject; /* LLGUARD_SUBJECT_* */
	uint32_t pid;
	uint32_t ppid;
	uint32_t uid;
	uint32_t euid;
	uint32_t gid;
	uint32_t egid;
	uint32_t auid;
	uint32_t ses;
	uint32_t path_count;
	struct llguard_str tty;
	struct llguard_str comm;
	struct llguard_str exe;
	struct llguard_str subj;
	struct llguard_str cwd;
	struct llguard_str proctitle; /* with its NULs */
	struct llguard_str sockaddr;  /* struct sockaddr, as the call had it */

	/* its call */
	uint32_t arch; /* AUDIT_ARCH_* */
	uint32_t syscall;
	uint32_t uring_op;
	uint32_t success; /* 1: yes */
	int64_t exit;
	struct llguard_str a0;
	struct llguard_str a1;
	struct llguard_str a2;
	struct llguard_str a3;

	/* the domain's creator */
	uint32_t creator_pid;
	uint32_t creator_uid;
	struct llguard_str creator_comm;
	struct llguard_str creator_exe;

	/* domain_end */
	uint64_t total;
	uint64_t logged;
	uint64_t unlogged;

	/* loss */
	struct llguard_str why;
	uint64_t count;

	/* as many as other_count and path_count say */
	struct llguard_str other_key[LLGUARD_OTHER_MAX];   /* not known here */
	struct llguard_str other_value[LLGUARD_OTHER_MAX]; /* as they stand */
	struct llguard_str path_name[LLGUARD_PATHS_MAX];
	struct llguard_str path_nametype[LLGUARD_PATHS_MAX];

	uint64_t line; /* the record's, of all inputs, from 1; 0: a loss */
	const struct llguard_cut *cut; /* NULL, or see llguard/cut.h */
};

/*
 * A reader.  Its memory is the caller's buffer, which must stay where it is; it
 * needs no freeing.  The counters may be read at any time.  Who knows the boot of
 * an input sets .boot after llguard_reader_init(), to text that stays.  The rest is
 * private.
 */
struct llguard_reader {
	uint32_t size;
	uint32_t form;    /* fixed from the first record on */
	uint64_t lines;   /* records + ignored + unparsed */
	uint64_t records; /* audit records of any type */
	uint64_t ignored; /* empty lines, comments, the rest of an entry */
	uint64_t unparsed;
	uint64_t denials;  /* LANDLOCK_ACCESS records */
	uint64_t domains;  /* distinct domains seen */
	uint64_t unlogged; /* the sum over the domains that have ended */
	uint64_t late; /* Landlock records of events that had been given out */
	uint64_t truncated;      /* Landlock records that were cut */
	uint64_t lost;           /* what llguard_reader_feed_loss() was told */
	uint64_t evicted;        /* events given out early for want of room */
	struct llguard_str boot; /* for .boot of events: see below */
	void *state;
	uint64_t forgotten; /* domains that had not ended, for want of room */
};

/* clang-format off */
#define LLGUARD_READER_INIT \
	{ sizeof(struct llguard_reader), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
	  { NULL, 0 }, NULL, 0 }
/* clang-format on */

/*
 * Begin to read an input of a form.  An entry of a journal is a record where
 * journald's own field says so, whatever else is in it; the lines it takes but for
 * its last one, and the entries of others, are ignored.  buffer is size bytes for everything that is
 * remembered: lines in pieces, events that are not complete, domains.  A larger
 * one remembers more; nothing is allocated.
 *
 * Returns 0; -EINVAL for an argument that is not valid or a size below
 * LLGUARD_READER_MIN.  Async-signal-safe.
 */
LLGUARD_API int llguard_reader_init(struct llguard_reader *reader,
	uint32_t form, void *buffer, size_t size) LLGUARD_MUST_CHECK;

/*
 * Hand over the next n bytes of the input.  They must stay as they are until
 * llguard_reader_next() has returned 0.
 *
 * Returns 0; -EINVAL when the chunk before has not been used up, the input was
 * finished, or an argument is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_reader_feed(
	struct llguard_reader *reader, const void *chunk, size_t n);

/*
 * Hand over one packet of an audit netlink socket: the type of its header and
 * the n bytes of its payload, which count as one line whatever they hold: one
 * that is longer than LLGUARD_LINE_MAX is unparsed.  Same rules and returns as
 * llguard_reader_feed().
 */
LLGUARD_API int llguard_reader_feed_record(struct llguard_reader *reader,
	uint32_t type, const void *payload, size_t n);

/*
 * Say what time it is, where nothing else does: events that have waited for two
 * seconds by then are complete.  For live inputs; the time is that of the stamps.
 */
LLGUARD_API int llguard_reader_feed_time(
	struct llguard_reader *reader, uint64_t seconds, uint32_t milliseconds);

/* Why something was lost. */
#define LLGUARD_LOSS_ENOBUFS        1 /* packets came too fast */
#define LLGUARD_LOSS_KERNEL         2 /* the kernel's backlog was full */
#define LLGUARD_LOSS_GAP            3 /* a serial number is missing */
#define LLGUARD_LOSS_OVERFLOW       4 /* events given out for want of room */
#define LLGUARD_LOSS_TRUNCATED_FILE 5

/*
 * Say that count (1 or more) records were lost before what was fed last: a loss
 * event will tell, at the time of llguard_reader_feed_time() or the last stamp's.
 *
 * Returns 0; -EINVAL when the loss before has not been given out, or an argument
 * is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_reader_feed_loss(
	struct llguard_reader *reader, uint32_t why, uint64_t count);

/*
 * Go on with another input, of a form: the next of several files, say.  A last
 * line without an end is a line; events and domains are kept.  Same rules and
 * returns as llguard_reader_feed().
 */
LLGUARD_API int llguard_reader_next_input(
	struct llguard_reader *reader, uint32_t form);

/*
 * The next event, in the order of completion: at its EOE record, at once for the
 * end of a domain, after two seconds of its node's log time (those of a node one
 * after the other, as they began), at the end of the input.
 *
 * Returns 1 with an event that is valid until the next call on the reader, 0
 * when more input is needed, -EINVAL for an argument that is not valid.
 * Async-signal-safe.
 */
LLGUARD_API int llguard_reader_next(struct llguard_reader *reader,
	const struct llguard_event **event) LLGUARD_MUST_CHECK;

/*
 * The same as a loop over all events that are there, each as event, a name that it
 * declares:
 *
 *	LLGUARD_FOREACH_EVENT(event, &reader)
 *		...
 */
#define LLGUARD_FOREACH_EVENT(event, reader)                                   \
	for (const struct llguard_event *event = NULL;                         \
		llguard_reader_next((reader), &event) > 0;)

/*
 * Which line, as llguard_event.line counts them, is the first whose event has not
 * been given out: who begins anew reads from there.  To be asked when
 * llguard_reader_next() has returned 0.
 *
 * Returns 0 when none waits or reader is not valid.  Async-signal-safe.
 */
LLGUARD_API uint64_t llguard_reader_waiting(
	const struct llguard_reader *reader);

/*
 * Say that the input is over: a last line without an end is a line, and every
 * event is complete.  llguard_reader_next() gives them out.  Returns 0 or
 * -EINVAL as llguard_reader_feed().
 */
LLGUARD_API int llguard_reader_finish(struct llguard_reader *reader);

/* llguard_domain.state */
#define LLGUARD_DOMAIN_OPEN  0
#define LLGUARD_DOMAIN_ENDED 1 /* nothing uses it any more */
#define LLGUARD_DOMAIN_GONE  2 /* its boot is over, as far as can be told */

/*
 * What a reader remembers of a domain, valid until the next call on it.  Never
 * made by a program: members are added at the end without notice.
 */
struct llguard_domain {
	uint32_t size;
	uint32_t state; /* LLGUARD_DOMAIN_* */
	uint64_t has;   /* LLGUARD_HAS_CREATOR*, _STAMP: a denial, _TOTAL */
	uint64_t id;
	uint64_t logged; /* denials seen here */
	uint64_t total;  /* as the kernel has counted them: when it has ended */
	uint64_t first_seconds; /* of the first denial seen */
	uint64_t last_seconds;  /* and of the last one */
	uint32_t first_milliseconds;
	uint32_t last_milliseconds;
	uint32_t creator_pid;
	uint32_t creator_uid;
	struct llguard_str creator_comm;
	struct llguard_str creator_exe;
	struct llguard_str mode;
	struct llguard_str
		node; /* or a journal's boot; absent: forgotten, too */
};

/*
 * The next domain that is remembered: open ones first, then ended ones, then those
 * whose boot is over; of each the one heard of last.  *at is 0 to begin with;
 * nothing may be fed meanwhile.
 *
 * A boot is over when a new domain's serial number is below that of the node's last
 * denial, which came at another time, or when a journal's boot changes.  A domain
 * that is heard of again is open again.
 *
 * Returns 1 with a domain, 0 at the end, -EINVAL for an argument that is not valid.
 * Async-signal-safe.
 */
LLGUARD_API int llguard_reader_domain_next(const struct llguard_reader *reader,
	uint32_t *at, const struct llguard_domain **domain) LLGUARD_MUST_CHECK;

/*
 * Write an event as one JSON object without a newline, as landlock-guard(1) fixes
 * it.
 *
 * Returns the length of the whole text, -EINVAL when event is NULL, or buf is
 * NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_event_describe_json(
	const struct llguard_event *event, char *buf, size_t size);

/*
 * The same without nesting: one member a field, named as the kernel names it,
 * in the order of landlock-guard(1).
 */
LLGUARD_API int llguard_event_describe_flat(
	const struct llguard_event *event, char *buf, size_t size);

/*
 * The same in the formats of others, as llguard_event_describe_json() in all else.
 * ECS 9.4.0 and OCSF 1.8.0, with what they have no member for in an object
 * "landlock"; the JSON of go-libaudit's auparse.
 */
LLGUARD_API int llguard_event_describe_ecs(
	const struct llguard_event *event, char *buf, size_t size);
LLGUARD_API int llguard_event_describe_ocsf(
	const struct llguard_event *event, char *buf, size_t size);
LLGUARD_API int llguard_event_describe_auparse(
	const struct llguard_event *event, char *buf, size_t size);

/*
 * The flat members without "v", in the order of landlock-guard(1): as a row of CSV
 * (RFC 4180), and as key=value words.  A row has no place for bytes that are not
 * UTF-8, nor for what a loss is of: the flag "lossy" says the first.  Strings are
 * not changed for spreadsheets, which take one that begins with '=' for a formula;
 * a quoted cell may hold a newline.
 */
LLGUARD_API int llguard_event_describe_csv(
	const struct llguard_event *event, char *buf, size_t size);
LLGUARD_API int llguard_event_describe_logfmt(
	const struct llguard_event *event, char *buf, size_t size);

/*
 * Write the names of a row's columns, without a newline.  Returns the length of the
 * whole text, -EINVAL when buf is NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_csv_header(char *buf, size_t size);

/*
 * The same as a line for people, which is free to change.  Control characters are
 * escaped: it is safe on a terminal.
 */
LLGUARD_API int llguard_event_describe(
	const struct llguard_event *event, char *buf, size_t size);

/*
 * Write a reader's counters as one JSON object without a newline: the "status" of
 * landlock-guard(1).  state and why are its words; seconds since 1970, 0 for
 * none.  Returns as llguard_event_describe_json().
 */
LLGUARD_API int llguard_reader_describe_json(
	const struct llguard_reader *reader, const char *state, const char *why,
	uint64_t seconds, uint32_t milliseconds, char *buf, size_t size);

/*
 * The same in the formats of llguard_event_describe_ecs() and the others.  A row of
 * CSV has no place for it.
 */
LLGUARD_API int llguard_reader_describe_ecs(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size);
LLGUARD_API int llguard_reader_describe_ocsf(
	const struct llguard_reader *reader, const char *state, const char *why,
	uint64_t seconds, uint32_t milliseconds, char *buf, size_t size);
LLGUARD_API int llguard_reader_describe_auparse(
	const struct llguard_reader *reader, const char *state, const char *why,
	uint64_t seconds, uint32_t milliseconds, char *buf, size_t size);
LLGUARD_API int llguard_reader_describe_logfmt(
	const struct llguard_reader *reader, const char *state, const char *why,
	uint64_t seconds, uint32_t milliseconds, char *buf, size_t size);

/* The same as a line for people. */
LLGUARD_API int llguard_reader_describe(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size);

/*
 * The name of a system call on a port: number of AUDIT_ARCH_* arch.  Known are
 * x86-64, i386, aarch64, arm, riscv64, s390x and ppc64le.  Returns a constant, or
 * NULL.  Async-signal-safe.
 */
LLGUARD_API const char *llguard_syscall_name(uint32_t arch, uint32_t number);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_TELEMETRY_H */
