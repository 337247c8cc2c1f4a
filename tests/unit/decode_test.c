/* SPDX-License-Identifier: MIT */
#include "body_text.h"

#include <stdio.h>

#include "telemetry/decode.h"

static struct llguard_event event;

#define DECODE(function, text)                                                 \
	llguard__decode_##function(&event, body_text(text), strlen(text))

static struct llguard__domain_record domain;

static void domain_decode(const char *text)
{
	memset(&domain, 0, sizeof(domain));
	llguard__decode_domain(&domain, body_text(text), strlen(text));
}

Test(decode, domain_start)
{
	domain_decode("domain=1266faef9 status=allocated mode=enforcing "
		      "pid=4690 uid=1000 exe=\"/usr/bin/sand box\" "
		      "comm=73616E640A");
	cr_expect(!domain.has_ended);
	EXPECT_STR(domain.creator.mode, "enforcing");
	cr_expect_eq(domain.creator.pid, 4690);
	cr_expect_eq(domain.creator.uid, 1000);
	EXPECT_STR(domain.creator.exe, "/usr/bin/sand box");
	EXPECT_STR(domain.creator.comm, "sand\n");
	cr_expect_eq(domain.creator.has,
		LLGUARD_HAS_CREATOR_PID | LLGUARD_HAS_CREATOR_UID);
	cr_expect_eq(domain.flags, 0);
}

/* Neither an unset uid nor a name that is not there is a value. */
Test(decode, domain_absent)
{
	domain_decode("domain=1 status=allocated mode=enforcing pid=0 "
		      "uid=4294967295 exe=(null) comm=\"a\"");
	cr_expect_eq(domain.creator.has, LLGUARD_HAS_CREATOR_PID);
	cr_expect_null(domain.creator.exe.ptr);
	EXPECT_STR(domain.creator.comm, "a");
}

Test(decode, domain_end)
{
	domain_decode("domain=1266faef9 status=deallocated denials=14");
	cr_expect(domain.has_ended && domain.has_total);
	cr_expect_eq(domain.total, 14);
	cr_expect_null(domain.creator.mode.ptr);
	domain_decode("domain=1 status=deallocated "
		      "denials=18446744073709551615");
	cr_expect_eq(domain.total, UINT64_MAX);
	domain_decode("domain=1 status=deallocated "
		      "denials=18446744073709551616");
	cr_expect(domain.has_ended && !domain.has_total);
	domain_decode("domain=1 status=deallocated denials=");
	cr_expect(domain.has_ended && !domain.has_total);
}

/* A program's name says nothing of its domain. */
Test(decode, domain_forged)
{
	domain_decode("domain=1 status=allocated mode=enforcing pid=2 uid=3 "
		      "exe=\"/x status=deallocated\" "
		      "comm=\"denials=9,pid=1\"");
	cr_expect(!domain.has_ended && !domain.has_total);
	cr_expect_eq(domain.creator.pid, 2);
}

Test(decode, domain_cut)
{
	domain_decode("domain=1 status=allocated mode=enforcing pid=2 uid=3 "
		      "exe=\"/usr/bi");
	EXPECT_STR(domain.creator.exe, "/usr/bi");
	cr_expect_eq(domain.flags, LLGUARD_FLAG_TRUNCATED);
	cr_expect_null(domain.creator.comm.ptr);
	/* Half a mode would be one that enforces nothing. */
	domain_decode("domain=1 status=allocated mode=enfor");
	cr_expect_eq(domain.flags, LLGUARD_FLAG_TRUNCATED);
	cr_expect_null(domain.creator.mode.ptr);
	domain_decode("domain=1 status=allo");
	cr_expect_eq(domain.flags, LLGUARD_FLAG_TRUNCATED);
	domain_decode("domain=1 status=deallocated");
	cr_expect_eq(domain.flags, LLGUARD_FLAG_TRUNCATED);
	domain_decode("domain=1 status=deallocated denials=0");
	cr_expect_eq(domain.flags, 0);
	domain_decode("domain=1 status=allocated mode=enforcing pid=2");
	EXPECT_STR(domain.creator.mode, "enforcing");
	cr_expect_eq(domain.flags, 0);
}

Test(decode, proctitles)
{
	static const struct {
		const char *body;
		const char *title; /* NULL: absent */
		size_t len;
		uint32_t flags;
	} rows[] = {
		{ "proctitle=\"bash\"", "bash", 4, 0 },
		{ "proctitle=\"6162\"", "6162", 4, 0 },
		{ "proctitle=6375726C00687474703A2F2F61", "curl\0http://a", 13,
			0 },
		{ "proctitle=6100", "a\0", 2, 0 },
		{ "proctitle=(null)", NULL, 0, 0 },
		{ "proctitle=", NULL, 0, 0 },
		{ "title=\"x\"", NULL, 0, 0 },
		{ "proctitle=xyz", "xyz", 3, LLGUARD_FLAG_BAD_HEX },
		{ "proctitle=\"cut", "cut", 3, LLGUARD_FLAG_TRUNCATED },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		memset(&event, 0, sizeof(event));
		DECODE(proctitle, rows[i].body);
		cr_expect_eq(
			event.proctitle.len, rows[i].len, "%s", rows[i].body);
		if (rows[i].title)
			cr_expect_arr_eq(event.proctitle.ptr, rows[i].title,
				rows[i].len, "%s", rows[i].body);
		else
			cr_expect_null(event.proctitle.ptr, "%s", rows[i].body);
		cr_expect_eq(event.flags, rows[i].flags, "%s", rows[i].body);
	}
}

/* The kernel cuts at 128 bytes without a word. */
Test(decode, proctitle_cut)
{
	for (size_t len = 126; len < 130; len++) {
		char body[300] = "proctitle=";
		const uint32_t flag =
			len == 128 ? LLGUARD_FLAG_PROCTITLE_CUT : 0;

		for (size_t i = 0; i < len; i++)
			strcat(body, "6A");
		memset(&event, 0, sizeof(event));
		DECODE(proctitle, body);
		cr_expect_eq(event.proctitle.len, len);
		cr_expect_eq(event.flags, flag, "%zu", len);
	}
}

Test(decode, cwd)
{
	DECODE(cwd, "cwd=\"/home/user\"");
	EXPECT_STR(event.cwd, "/home/user");
	DECODE(cwd, "cwd=2F20");
	EXPECT_STR(event.cwd, "/ ");
}

Test(decode, sockaddr)
{
	DECODE(sockaddr, "saddr=02000050");
	cr_expect_eq(event.sockaddr.len, 4);
	cr_expect_arr_eq(event.sockaddr.ptr, "\2\0\0\x50", 4);
}

Test(decode, paths)
{
	DECODE(path, "item=0 name=\"/etc/\" inode=1 dev=fe:00 mode=040755 "
		     "nametype=PARENT cap_fp=0");
	DECODE(path, "item=1 name=(null) nametype=CREATE");
	DECODE(path, "item=2 name=2F0A");
	cr_assert_eq(event.path_count, 3);
	EXPECT_STR(event.path_name[0], "/etc/");
	EXPECT_STR(event.path_nametype[0], "PARENT");
	cr_expect_null(event.path_name[1].ptr);
	EXPECT_STR(event.path_nametype[1], "CREATE");
	EXPECT_STR(event.path_name[2], "/\n");
	cr_expect_null(event.path_nametype[2].ptr);
	for (size_t i = 0; i < LLGUARD_PATHS_MAX; i++)
		DECODE(path, "item=3 name=\"/last\"");
	cr_expect_eq(event.path_count, LLGUARD_PATHS_MAX);
	EXPECT_STR(event.path_name[LLGUARD_PATHS_MAX - 1], "/last");
}

Test(decode, u32)
{
	struct llguard_field field = LLGUARD_FIELD_INIT;
	uint32_t number = 7;

	field.value = LLGUARD__STR("4294967296");
	llguard__decode_u32(&event, &field, 4, &number);
	cr_expect_eq(number, 7);
	cr_expect_eq(event.has, 0);
	field.value = LLGUARD__STR("4294967295");
	llguard__decode_u32(&event, &field, 4, &number);
	cr_expect_eq(number, UINT32_MAX);
	cr_expect_eq(event.has, 4);
}

Test(decode, clear)
{
	memset(&event, 0xff, sizeof(event));
	llguard__event_clear(&event, offsetof(struct llguard_event, flags),
		offsetof(struct llguard_event, has));
	cr_expect_eq(event.kind, UINT32_MAX);
	cr_expect_eq(event.flags, 0);
	cr_expect_eq(event.form, 0);
	cr_expect_eq(event.has, UINT64_MAX);
}
