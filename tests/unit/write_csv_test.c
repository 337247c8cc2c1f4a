/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "writing.h"

static const char *csv(const struct llguard_event *event)
{
	return written(llguard_event_describe_csv, event);
}

Test(write_csv, denial)
{
	cr_expect_str_eq(csv(&denial),
		"1970-01-01T00:00:01.020Z,1.020:3,denial,1,2,n,,"
		"auditd,\"late,duplicate,lossy\",1f,net.connect_tcp,"
		"net,denied,,inet,,,,,,,,,::1,80,,,,,,,4,,5,0,,,,,,"
		"a b,/\xef\xbf\xbd,,,a b,x86_64,connect,,,,,,false,-13,"
		"EACCES,,,,,,,");
}

Test(write_csv, loss)
{
	cr_expect_str_eq(csv(&loss),
		"1970-01-01T00:00:01.000Z,,"
		"loss,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,"
		"");
}

Test(write_csv, header)
{
	const int len = llguard_csv_header(buf, sizeof(buf));

	cr_expect_eq(len, (int)strlen(buf));
	cr_expect_eq(llguard_csv_header(NULL, 0), len);
	cr_expect_eq(llguard_csv_header(NULL, 1), -EINVAL);
	cr_expect_str_eq(buf,
		"time,id,kind,part,parts,node,boot,source,flags,domain,blockers,"
		"class,outcome,mode,object,path,parent,name,dev,ino,ioctlcmd,"
		"saddr,src,daddr,dest,laddr,lport,faddr,fport,opid,ocomm,pid,"
		"ppid,uid,euid,gid,egid,auid,ses,tty,comm,exe,subj,cwd,"
		"proctitle,arch,syscall,uring_op,a0,a1,a2,a3,success,exit,errno,"
		"creator_pid,creator_uid,creator_comm,creator_exe,total,logged,"
		"unlogged");
}

/* A path in the middle of a row whose other cells are empty. */
static const char *path_cell(const char *path, size_t n)
{
	const struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.form = LLGUARD_FORM_AUDITD,
		.object = LLGUARD_OBJECT_PATH,
		.path = { path, n },
	};
	char *at = strstr(csv(&event), ",path,");
	char *end;

	cr_assert_not_null(at);
	at += strlen(",path,");
	end = strstr(at, ",,,,,,,,");
	cr_assert_not_null(end);
	*end = '\0';
	return at;
}

Test(write_csv, cells)
{
	static const struct {
		struct llguard_str path;
		const char *cell;
		bool lossy;
	} cases[] = {
		{ STR("/etc/passwd"), "/etc/passwd", false },
		{ STR(""), "\"\"", false },
		{ STR("a,b"), "\"a,b\"", false },
		{ STR("a\"b"), "\"a\"\"b\"", false },
		{ STR("a\nb\r"), "\"a\nb\r\"", false },
		{ STR(" a"), "\" a\"", false },
		{ STR("a\t"), "\"a\t\"", false },
		{ STR("=1+1"), "=1+1", false },
		{ STR("\xc3\xa9"), "\xc3\xa9", false },
		{ STR("a\xff,"), "\"a\xef\xbf\xbd,\"", true },
		{ STR("a\0b"),
			"a\xef\xbf\xbd"
			"b",
			true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_expect_str_eq(
			path_cell(cases[i].path.ptr, cases[i].path.len),
			cases[i].cell, "%zu", i);
		cr_expect_eq(strstr(buf, ",lossy,") != NULL, cases[i].lossy,
			"%zu", i);
	}
}

Test(write_csv, invalid)
{
	cr_expect_eq(
		llguard_event_describe_csv(NULL, buf, sizeof(buf)), -EINVAL);
	cr_expect_eq(llguard_event_describe_csv(&loss, NULL, 1), -EINVAL);
}
