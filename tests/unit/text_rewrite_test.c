/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/text_form.h"

/* As much as is before the shortest body. */
#define FRONT "type=1 msg=audit(d 14:25:35.711:1) : "

#define ACCESS LLGUARD_RECORD_LANDLOCK_ACCESS
#define FILE   "domain=1 blockers=fs.read_file"

static const struct {
	uint32_t type;
	const char *body;
	const char *kernel;
} rows[] = {
	{ ACCESS, FILE " path=/etc/shadow dev=\"sda1\" ino=77 ",
		FILE " path=\"/etc/shadow\" dev=\"sda1\" ino=77" },
	{ ACCESS, FILE " path=/etc/shadow", FILE " path=\"/etc/shadow\"" },
	{ ACCESS, FILE " path=/dev/tty dev=devtmpfs ino=9 ioctlcmd=0x5401 ",
		FILE " path=\"/dev/tty\" dev=\"devtmpfs\" ino=9 "
		     "ioctlcmd=0x5401" },
	{ ACCESS, FILE " path=/dev/tty dev=devtmpfs ino=9 ioctlcmd=TCGETS ",
		FILE " path=\"/dev/tty\" dev=\"devtmpfs\" ino=9" },
	{ ACCESS, FILE " name=/ dev=sda1 ino=2 ",
		FILE " name=\"/\" dev=\"sda1\" ino=2" },
	{ ACCESS, "domain=1 blockers=ptrace opid=7 ocomm=sh ",
		"domain=1 blockers=ptrace opid=7 ocomm=\"sh\"" },
	{ ACCESS, "domain=1 blockers=net.bind_tcp saddr=x(1) src=80 ",
		"domain=1 blockers=net.bind_tcp src=80" },
	/* A string that may have gone on, or that was another one. */
	{ ACCESS, FILE " path=/a b dev=sda1 ino=77 ", FILE },
	{ ACCESS, FILE " path=/a  dev=sda1 ino=77 ", FILE },
	{ ACCESS, FILE " path=/a\\040b dev=sda1 ino=77 ", FILE },
	{ ACCESS, FILE " path=/a dev=x dev=sda1 ino=77 ", FILE },
	{ ACCESS, FILE " path=/a domain=2 dev=sda1 ino=77 ", FILE },
	{ ACCESS, FILE " path=/a ino=7 dev=sda1 ", FILE },
	{ ACCESS, FILE " path= dev=sda1 ino=77 ", FILE },
	{ ACCESS, FILE " path=(null) dev=sda1 ", FILE },
	{ ACCESS, FILE " path=/a dev=sda1 ino=x ", FILE },
	{ ACCESS, FILE " path=/a  ", FILE },
	{ ACCESS, FILE " path=/a dev=2F20 ino=1 ", FILE },
	{ ACCESS, FILE " path=/a dev=2F2 ino=1 ",
		FILE " path=\"/a\" dev=\"2F2\" ino=1" },
	{ ACCESS, FILE " dev=sda1 ", FILE },
	{ ACCESS, "domain=1 blockers=scope.abstract_unix_socket path=foo ",
		"domain=1 blockers=scope.abstract_unix_socket" },
	{ LLGUARD_RECORD_LANDLOCK_DOMAIN,
		"domain=1 status=allocated mode=000,000 pid=7 uid=root exe=/a "
		"comm=a ",
		"domain=1 status=allocated pid=7 exe=\"/a\" comm=\"a\"" },
	{ LLGUARD_RECORD_LANDLOCK_DOMAIN,
		"domain=1 status=allocated mode=enforcing pid=7 uid=unknown(9) "
		"exe=/a comm=b comm=a ",
		"domain=1 status=allocated mode=enforcing pid=7 uid=9" },
	{ LLGUARD_RECORD_LANDLOCK_DOMAIN,
		"domain=1 status=deallocated denials=2 ",
		"domain=1 status=deallocated denials=2" },
	{ LLGUARD_RECORD_SYSCALL,
		"arch=arm syscall=openat success=no exit=EACCES(Permission "
		"denied) a0=AT_FDCWD a1=0x7f items=0 ppid=1 pid=2 auid=unset "
		"tty=pts1 ses=3 comm=sh exe=/bin/sh subj=unconfined "
		"key=(null) ",
		"arch=40000028 syscall=322 success=no exit=-13 a1=7f ppid=1 "
		"pid=2 tty=pts1 ses=3 comm=\"sh\" exe=\"/bin/sh\" "
		"subj=unconfined" },
	{ LLGUARD_RECORD_SYSCALL,
		"pid=2 comm=a exe=/b subj=c exe=/bin/sh subj=d key=(null) ",
		"pid=2" },
	{ LLGUARD_RECORD_SYSCALL,
		"pid=2 comm=a exe=/b key=c exe=/bin/sh subj=d key=(null) ",
		"pid=2" },
	{ LLGUARD_RECORD_PROCTITLE, "proctitle=curl ", "proctitle=\"curl\"" },
	{ LLGUARD_RECORD_PROCTITLE, "proctitle=curl http://x ", "" },
	{ LLGUARD_RECORD_CWD, "cwd=/root ", "cwd=\"/root\"" },
	{ LLGUARD_RECORD_EOE, " ", "" },
};

/* In place, as it is done in a reader, and elsewhere. */
Test(text_rewrite, bodies)
{
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
		const char *body = rows[i / 2].body;
		const char *kernel = rows[i / 2].kernel;
		char line[512], other[512];
		struct llguard_record record = LLGUARD_RECORD_INIT;

		strcpy(line, FRONT);
		strcat(line, body);
		record.type = rows[i / 2].type;
		record.body = (struct llguard_str){ line + strlen(FRONT),
			strlen(body) };
		llguard__text_rewrite(&record, i % 2 ? line : other);
		cr_expect_eq(record.type, rows[i / 2].type);
		cr_expect(record.body.len == strlen(kernel) &&
				  memcmp(record.body.ptr, kernel,
					  record.body.len) == 0,
			"%s: %.*s", body, (int)record.body.len,
			record.body.ptr);
	}
}

/* Records whose numbers and strings cannot be told apart. */
Test(text_rewrite, others)
{
	static const uint32_t types[] = { LLGUARD_RECORD_PATH,
		LLGUARD_RECORD_SOCKADDR, LLGUARD_RECORD_OTHER };
	static const char body[] = "item=0 name=/a";

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char to[64];
		struct llguard_record record = LLGUARD_RECORD_INIT;

		record.type = types[i];
		record.body = (struct llguard_str){ body, sizeof(body) - 1 };
		llguard__text_rewrite(&record, to);
		cr_expect_eq(record.type, LLGUARD_RECORD_OTHER);
		cr_expect_eq(record.body.len, 0);
	}
}
