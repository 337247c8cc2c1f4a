/* SPDX-License-Identifier: MIT */
#include "writing.h"

#include <errno.h>

#include "base.h"

static const struct llguard_cut whole = LLGUARD_CUT_INIT;
static struct llguard_cut cut;
static struct llguard_event event;

static int cut_at(size_t most)
{
	cut = whole;
	return llguard_event_cut(&event, &cut, most);
}

static void begin(const char *path)
{
	event = denial;
	event.size = sizeof(event);
	event.path = (struct llguard_str){ path, strlen(path) };
}

/* A character stays whole or goes; what is no UTF-8 is cut where it is. */
Test(cut, characters)
{
	static const struct {
		const char *path;
		size_t most;
		size_t len;
	} rows[] = {
		{ "abcdef", 6, 6 },
		{ "abcdef", 5, 5 },
		{ "abcdef", 1, 1 },
		{ "", 1, 0 },
		{ "ab\xc3\xa4", 4, 4 },
		{ "ab\xc3\xa4", 3, 2 },
		{ "ab\xc3\xa4"
		  "c",
			4, 4 },
		{ "a\xe2\x82\xac", 3, 1 },
		{ "a\xe2\x82\xac", 2, 1 },
		{ "\xf0\x9f\x90\x99z", 4, 4 },
		{ "\xf0\x9f\x90\x99z", 3, 0 },
		{ "\x80\x80\x80\x80\x80\x80", 5, 5 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const bool is_cut = rows[i].len < strlen(rows[i].path);

		event = (struct llguard_event){ .size = sizeof(event) };
		event.path.ptr = rows[i].path;
		event.path.len = strlen(rows[i].path);
		cr_expect_eq(cut_at(rows[i].most), is_cut, "%zu", i);
		cr_expect_eq(event.path.len, rows[i].len, "%zu", i);
		cr_expect_eq(
			cut.path, is_cut ? strlen(rows[i].path) : 0, "%zu", i);
		cr_expect_eq(!!(event.flags & LLGUARD_FLAG_CUT), is_cut);
		cr_expect_eq(event.cut, is_cut ? &cut : NULL);
	}
}

/* All that can be long, and nothing else. */
Test(cut, all)
{
	const struct llguard_str text = STR("0123456789");
	const struct llguard_str title = STR("01\0"
					     "3456789");

	begin("/23456789");
	event.class_of = LLGUARD_CLASS_FS;
	event.object = LLGUARD_OBJECT_PATH;
	event.name = event.dev = event.ino = event.ocomm = text;
	event.comm = event.exe = event.subj = event.cwd = text;
	event.proctitle = title;
	event.has |= LLGUARD_HAS_CREATOR;
	event.creator_comm = event.creator_exe = text;
	event.other_count = event.path_count = 1;
	event.other_key[0] = (struct llguard_str)STR("k");
	event.other_value[0] = event.path_name[0] = text;
	event.path_nametype[0] = (struct llguard_str)STR("NORMAL");
	cr_expect_eq(cut_at(4), 13);
	cr_expect_eq(event.ino.len, 10);
	written(llguard_event_describe_json, &event);
	cr_expect(strstr(buf, "\"late\",\"duplicate\",\"cut\""), "%s", buf);
	cr_expect(
		strstr(buf,
			"{\"kind\":\"path\",\"path\":\"/234\",\"name\":\"0123\","
			"\"dev\":\"0123\",\"ino\":\"0123456789\","),
		"%s", buf);
	cr_expect(
		strstr(buf,
			"\"other\":{\"k\":\"0123\",\"k_len\":10},\"path_len\":9,"
			"\"name_len\":10,\"dev_len\":10,\"ocomm_len\":10}"),
		"%s", buf);
	cr_expect(strstr(buf, "\"proctitle\":[\"01\",\"3\"],\"proctitle_hex\":"
			      "\"30310033\",\"paths\":[{\"name\":\"0123\","
			      "\"nametype\":\"NORMAL\",\"name_len\":10}],"
			      "\"comm_len\":10,\"exe_len\":10,\"subj_len\":10,"
			      "\"cwd_len\":10,\"proctitle_len\":10}"),
		"%s", buf);
	cr_expect(strstr(buf, "\"creator\":{\"comm\":\"0123\",\"exe\":\"0123\","
			      "\"comm_len\":10,\"exe_len\":10}}"),
		"%s", buf);
	written(llguard_event_describe_flat, &event);
	cr_expect(strstr(buf,
			  ",\"path_len\":9,\"name_len\":10,\"dev_len\":10,"
			  "\"ocomm_len\":10,\"comm_len\":10,\"exe_len\":10,"
			  "\"subj_len\":10,\"cwd_len\":10,\"proctitle_len\":10,"
			  "\"creator_comm_len\":10,\"creator_exe_len\":10}"),
		"%s", buf);
}

/* What nobody writes is not cut, and not flagged. */
Test(cut, no_subject)
{
	begin("/a");
	event.subject = 0;
	event.comm = event.exe = (struct llguard_str){ NULL, 0 };
	event.cwd = event.proctitle = (struct llguard_str)STR("0123456789");
	event.path_count = 1;
	event.path_name[0] = event.cwd;
	cr_expect_eq(cut_at(4), 0);
	cr_expect_eq(event.flags & LLGUARD_FLAG_CUT, 0);
}

Test(cut, arguments)
{
	begin("/a");
	cr_expect_eq(cut_at(0), -EINVAL);
	cut = whole;
	cr_expect_eq(llguard_event_cut(NULL, &cut, 1), -EINVAL);
	cr_expect_eq(llguard_event_cut(&event, NULL, 1), -EINVAL);
	cut.size--;
	cr_expect_eq(llguard_event_cut(&event, &cut, 1), -EINVAL);
	event.size--;
	cr_expect_eq(cut_at(1), -EINVAL);
}
