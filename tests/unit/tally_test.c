/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#include <llguard/tally.h>

#define TEXT(literal)                                                          \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static struct llguard_tally tally;
static const struct llguard_tally_entry *entry;
static char tally_memory[256 * 1024 + 1];

static void begin(uint32_t by, size_t size)
{
	tally = (struct llguard_tally)LLGUARD_TALLY_INIT;
	memset(tally_memory, 0xa5, sizeof(tally_memory));
	/* Wherever the buffer stands. */
	cr_assert_eq(llguard_tally_init(&tally, by, tally_memory + 1, size), 0);
}

static struct llguard_event denial(const char *path, uint64_t seconds)
{
	return (struct llguard_event){
		.size = sizeof(struct llguard_event),
		.kind = LLGUARD_EVENT_DENIAL,
		.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_CREATOR,
		.seconds = seconds,
		.milliseconds = 7,
		.domain = 1,
		.blockers = TEXT("fs.read_file"),
		.class_of = LLGUARD_CLASS_FS,
		.outcome = LLGUARD_OUTCOME_DENIED,
		.object = LLGUARD_OBJECT_PATH,
		.path = { path, strlen(path) },
		.creator_exe = TEXT("/bin/x"),
	};
}

static int add(const char *path, uint64_t seconds)
{
	const struct llguard_event event = denial(path, seconds);

	return llguard_tally_add(&tally, &event);
}

/* The entry of a path, or NULL. */
static const struct llguard_tally_entry *find(const char *path)
{
	uint32_t at = 0;

	while (llguard_tally_next(&tally, &at, &entry) > 0)
		if (reading_is(&entry->event->path, path))
			return entry;
	return NULL;
}

Test(tally, arguments)
{
	struct llguard_tally none = LLGUARD_TALLY_INIT;
	const struct llguard_event event = denial("/a", 1);
	const uint32_t by = LLGUARD_TALLY_BY_DOMAIN;
	const size_t least = LLGUARD_TALLY_MIN;
	uint32_t at = 0;

	cr_expect_eq(llguard_tally_add(&none, &event), -EINVAL);
	cr_expect_eq(llguard_tally_next(&none, &at, &entry), -EINVAL);
	cr_expect_eq(llguard_tally_summary(&none, 0, 0, &entry), -EINVAL);
	cr_expect_eq(
		llguard_tally_init(NULL, by, tally_memory, least), -EINVAL);
	cr_expect_eq(llguard_tally_init(&none, by, NULL, least), -EINVAL);
	cr_expect_eq(llguard_tally_init(&none, by, tally_memory, least - 1),
		-EINVAL);
	cr_expect_eq(
		llguard_tally_init(&none, 0, tally_memory, least), -EINVAL);
	cr_expect_eq(
		llguard_tally_init(&none, 3, tally_memory, least), -EINVAL);
	none.size--;
	cr_expect_eq(
		llguard_tally_init(&none, by, tally_memory, least), -EINVAL);
	none.size++;
	cr_expect_eq(llguard_tally_init(&none, by, tally_memory, least), 0);
	cr_expect_eq(llguard_tally_add(&none, NULL), -EINVAL);
	cr_expect_eq(llguard_tally_next(&none, NULL, &entry), -EINVAL);
	cr_expect_eq(llguard_tally_next(&none, &at, NULL), -EINVAL);
	cr_expect_eq(llguard_tally_summary(&none, 0, 0, NULL), -EINVAL);
	cr_expect_eq(llguard_tally_summary(&none, 0, 1000, &entry), -EINVAL);
	cr_expect_eq(llguard_tally_next(&none, &at, &entry), 0);
	cr_expect_eq(llguard_tally_summary(&none, 9, 0, &entry), 0);
}

Test(tally, what_counts)
{
	struct llguard_event event = denial("/a", 1);

	begin(LLGUARD_TALLY_BY_DOMAIN, LLGUARD_TALLY_MIN);
	cr_expect_eq(llguard_tally_add(&tally, &event), LLGUARD_TALLY_SHOW);
	event.flags = LLGUARD_FLAG_DUPLICATE;
	cr_expect_eq(llguard_tally_add(&tally, &event), 0);
	event.flags = 0;
	event.kind = LLGUARD_EVENT_DOMAIN_END;
	cr_expect_eq(llguard_tally_add(&tally, &event), 0);
	cr_expect_eq(tally.denials, 1);
	cr_expect_eq(tally.entries, 1);
}

/* What tells entries apart, each way of counting; all else does not. */
Test(tally, keys)
{
	static const struct {
		const char *what;
		size_t at, n;
		uint32_t object;   /* of which it is a part */
		unsigned int ways; /* 1: by domain, 2: by creator */
	} cases[] = {
#define CASE(member, object, ways)                                             \
	{ #member, offsetof(struct llguard_event, member),                     \
		sizeof(((struct llguard_event *)0)->member), object, ways }
		CASE(domain, LLGUARD_OBJECT_PATH, 1),
		CASE(boot, LLGUARD_OBJECT_PATH, 1),
		CASE(creator_exe, LLGUARD_OBJECT_PATH, 2),
		CASE(node, LLGUARD_OBJECT_PATH, 3),
		CASE(blockers, LLGUARD_OBJECT_PATH, 3),
		CASE(outcome, LLGUARD_OBJECT_PATH, 3),
		CASE(object, LLGUARD_OBJECT_PATH, 3),
		CASE(path, LLGUARD_OBJECT_PATH, 3),
		CASE(parent, LLGUARD_OBJECT_PATH, 3),
		CASE(dev, LLGUARD_OBJECT_PATH, 0),
		CASE(ino, LLGUARD_OBJECT_PATH, 0),
		CASE(path, LLGUARD_OBJECT_UNIX_ABSTRACT, 3),
		CASE(name, LLGUARD_OBJECT_MOUNT, 3),
		CASE(dev, LLGUARD_OBJECT_MOUNT, 3),
		CASE(saddr, LLGUARD_OBJECT_INET, 3),
		CASE(src, LLGUARD_OBJECT_INET, 3),
		CASE(daddr, LLGUARD_OBJECT_INET, 3),
		CASE(dest, LLGUARD_OBJECT_INET, 3),
		CASE(lport, LLGUARD_OBJECT_INET, 0),
		CASE(ocomm, LLGUARD_OBJECT_TASK, 3),
		CASE(opid, LLGUARD_OBJECT_TASK, 0),
		CASE(capability, LLGUARD_OBJECT_CAPABILITY, 3),
		CASE(namespace_type, LLGUARD_OBJECT_NAMESPACE, 3),
		CASE(pid, LLGUARD_OBJECT_PATH, 0),
		CASE(comm, LLGUARD_OBJECT_PATH, 0),
		CASE(serial, LLGUARD_OBJECT_PATH, 0),
	};
	static const struct llguard_str other = TEXT("other");

	for (size_t i = 0; i < LLGUARD__COUNT(cases); i++)
		for (uint32_t by = 1; by <= 2; by++) {
			struct llguard_event event = denial("/a", 1);
			char *member = (char *)&event + cases[i].at;

			begin(by, LLGUARD_TALLY_MIN);
			event.object = cases[i].object;
			event.has |= LLGUARD_HAS_SRC | LLGUARD_HAS_DEST |
				     LLGUARD_HAS_CAPABILITY;
			llguard_tally_add(&tally, &event);
			if (cases[i].n == sizeof(other))
				memcpy(member, &other, sizeof(other));
			else
				*member ^= 3;
			llguard_tally_add(&tally, &event);
			llguard_tally_add(&tally, &event);
			cr_expect_eq(tally.entries,
				1 + (cases[i].ways >> (by - 1) & 1),
				"%s, by %u: %u entries", cases[i].what, by,
				tally.entries);
		}
}

/* Absent is not empty, and no text runs into the next one. */
Test(tally, texts)
{
	struct llguard_event event = denial("/a", 1);

	begin(LLGUARD_TALLY_BY_CREATOR, LLGUARD_TALLY_MIN);
	event.object = LLGUARD_OBJECT_MOUNT;
	llguard_tally_add(&tally, &event);
	event.name = (struct llguard_str)TEXT("");
	llguard_tally_add(&tally, &event);
	event.name = (struct llguard_str)TEXT("ab");
	event.dev = (struct llguard_str)TEXT("c");
	llguard_tally_add(&tally, &event);
	event.name.len = 1;
	event.dev = (struct llguard_str)TEXT("bc");
	llguard_tally_add(&tally, &event);
	cr_expect_eq(tally.entries, 4);
}

/* Texts of every length around blocks, and beyond what is kept. */
Test(tally, lengths)
{
	static char path[2000], exe[2000];
	uint32_t at = 0;

	memset(path, 'p', sizeof(path));
	memset(exe, 'e', sizeof(exe));
	begin(LLGUARD_TALLY_BY_CREATOR, sizeof(tally_memory) - 1);
	for (size_t n = 0; n < 520; n += n < 300 ? 1 : 20) {
		struct llguard_event event = denial("", 1);

		event.path = (struct llguard_str){ path, n };
		event.creator_exe = (struct llguard_str){ exe, 519 - n };
		for (int i = 0; i < 2; i++)
			llguard_tally_add(&tally, &event);
	}
	cr_assert_eq(tally.evicted, 0);
	while (llguard_tally_next(&tally, &at, &entry) > 0) {
		const struct llguard_event *event = entry->event;
		const size_t kept = 519 - event->path.len < 512
					    ? 519 - event->path.len
					    : 512;

		cr_expect_eq(entry->count, 2);
		cr_expect_eq(event->creator_exe.len, kept);
		cr_expect_arr_eq(event->path.ptr, path, event->path.len);
		cr_expect_arr_eq(event->creator_exe.ptr, exe, kept);
		cr_expect_eq(event->flags,
			kept == 519 - event->path.len ? 0 : LLGUARD_FLAG_CUT);
	}
}

/* Two that differ behind what is kept are two. */
Test(tally, cut)
{
	static char path[1000];
	struct llguard_event event = denial("", 1);

	memset(path, 'p', sizeof(path));
	event.path = (struct llguard_str){ path, sizeof(path) };
	begin(LLGUARD_TALLY_BY_DOMAIN, LLGUARD_TALLY_MIN);
	llguard_tally_add(&tally, &event);
	path[999] = 'q';
	llguard_tally_add(&tally, &event);
	llguard_tally_add(&tally, &event);
	cr_expect_eq(tally.entries, 2);
}

/* In a domain's entry the program stands that its first denial has named. */
Test(tally, creator_of_a_domain)
{
	struct llguard_event event = denial("/a", 1);

	begin(LLGUARD_TALLY_BY_DOMAIN, LLGUARD_TALLY_MIN);
	llguard_tally_add(&tally, &event);
	event.creator_exe.ptr = NULL;
	event.creator_exe.len = 0;
	llguard_tally_add(&tally, &event);
	cr_assert_eq(tally.entries, 1);
	cr_assert_not_null(find("/a"));
	EXPECT_STR(entry->event->creator_exe, "/bin/x");
	cr_expect_eq(entry->count, 2);
}

Test(tally, first_and_last)
{
	begin(LLGUARD_TALLY_BY_DOMAIN, LLGUARD_TALLY_MIN);
	add("/a", 20);
	add("/b", 1);
	add("/a", 30);
	add("/a", 10);
	cr_assert_not_null(find("/a"));
	cr_expect_eq(entry->size, sizeof(*entry));
	cr_expect_eq(entry->kind, LLGUARD_TALLY_COUNT);
	cr_expect_eq(entry->count, 3);
	cr_expect_eq(entry->missed, 0);
	cr_expect_eq(entry->first_seconds, 10);
	cr_expect_eq(entry->first_milliseconds, 7);
	cr_expect_eq(entry->last_seconds, 30);
	cr_expect_eq(entry->last_milliseconds, 7);
}

/* Many first; of the same number, the one heard of last. */
Test(tally, order)
{
	static const char *const expected[] = { "/d", "/three", "/b", "/c",
		"/a" };
	uint32_t at = 0;

	begin(LLGUARD_TALLY_BY_DOMAIN, LLGUARD_TALLY_MIN);
	add("/a", 1);
	for (int i = 0; i < 3; i++)
		add("/three", 1);
	add("/b", 1);
	add("/c", 1);
	add("/d", 1);
	add("/d", 1);
	add("/b", 1);
	add("/d", 2);
	for (size_t i = 0; i < LLGUARD__COUNT(expected); i++) {
		cr_assert_eq(llguard_tally_next(&tally, &at, &entry), 1);
		EXPECT_STR(entry->event->path, expected[i]);
	}
	cr_expect_eq(llguard_tally_next(&tally, &at, &entry), 0);
}

/* What is denied often stays, exact, whatever is denied once. */
Test(tally, storm)
{
	uint64_t counted = 0;
	uint32_t at = 0;

	begin(LLGUARD_TALLY_BY_CREATOR, (size_t)64 * 1024);
	for (uint32_t i = 0; i < 1000000; i++) {
		char path[32];

		snprintf(path, sizeof(path), "/tmp/%u", i);
		cr_assert_eq(add(path, i), LLGUARD_TALLY_SHOW);
		if (i % 40 == 0)
			add("/etc/shadow", i);
		if (i % 20 == 0)
			add("/etc/gshadow", i);
	}
	cr_expect_eq(tally.denials, 1075000);
	cr_expect_geq(tally.entries, 200);
	cr_assert_not_null(find("/etc/shadow"));
	cr_expect_eq(entry->count, 25000);
	cr_expect_eq(entry->missed, 0);
	cr_expect_eq(entry->last_seconds, 999960);
	cr_assert_not_null(find("/etc/gshadow"));
	cr_expect_eq(entry->count, 50000);
	while (llguard_tally_next(&tally, &at, &entry) > 0)
		counted += entry->count;
	cr_expect_eq(counted + tally.evicted_denials, 1075000);
}

/* One that begins late has at least what is said, and at the most. */
Test(tally, missed)
{
	uint64_t count = 0;

	begin(LLGUARD_TALLY_BY_CREATOR, LLGUARD_TALLY_MIN);
	for (uint32_t i = 0; i < 200000; i++) {
		char path[32];

		snprintf(path, sizeof(path), "/tmp/%u", i % 1000);
		add(path, 1);
		/* More and more often. */
		if (i % (200001 - i) == 0 || i > 190000) {
			count++;
			add("/late", 1);
		}
	}
	cr_assert_not_null(find("/late"));
	cr_expect_leq(entry->count, count);
	cr_expect_geq(entry->count + entry->missed, count);
	cr_expect_lt(entry->missed, 8 * 200000 / tally.entries);
}

/* Two of one entry are shown in ten seconds, and one line says the rest. */
Test(tally, suppressed)
{
	begin(LLGUARD_TALLY_BY_DOMAIN, LLGUARD_TALLY_MIN);
	tally.suppress = 2;
	tally.window = 10;
	cr_expect_eq(add("/a", 100), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/b", 101), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/a", 102), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/a", 103), LLGUARD_TALLY_HOLD);
	cr_expect_eq(add("/a", 104), LLGUARD_TALLY_HOLD);
	cr_expect_eq(tally.held, 2);
	cr_expect_eq(llguard_tally_summary(&tally, 110, 6, &entry), 0);
	cr_assert_eq(llguard_tally_summary(&tally, 110, 7, &entry), 1);
	cr_expect_eq(entry->kind, LLGUARD_TALLY_HELD);
	EXPECT_STR(entry->event->path, "/a");
	cr_expect_eq(entry->count, 2);
	cr_expect_eq(entry->first_seconds, 103);
	cr_expect_eq(entry->last_seconds, 104);
	cr_expect_eq(llguard_tally_summary(&tally, 110, 7, &entry), 0);
	/* A window begins with a denial, and not with the end of another. */
	cr_expect_eq(add("/a", 115), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/a", 124), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/a", 124), LLGUARD_TALLY_HOLD);
	cr_expect_eq(llguard_tally_summary(&tally, 124, 8, &entry), 0);
	cr_assert_eq(llguard_tally_summary(&tally, UINT64_MAX, 0, &entry), 1);
	cr_expect_eq(entry->count, 1);
	cr_expect_eq(llguard_tally_summary(&tally, UINT64_MAX, 0, &entry), 0);
	/* All are counted, shown or not. */
	cr_assert_not_null(find("/a"));
	cr_expect_eq(entry->count, 7);
}

/* Windows are over without a summary, and where the clock was set back. */
Test(tally, windows)
{
	begin(LLGUARD_TALLY_BY_DOMAIN, LLGUARD_TALLY_MIN);
	tally.suppress = 1;
	tally.window = 10;
	cr_expect_eq(add("/a", 100), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/a", 110), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/a", 50), LLGUARD_TALLY_SHOW);
	cr_expect_eq(add("/a", 51), LLGUARD_TALLY_HOLD);
	/* Nobody asked: it waits, and nothing is lost. */
	cr_expect_eq(add("/a", 200), LLGUARD_TALLY_HOLD);
	cr_assert_eq(llguard_tally_summary(&tally, 200, 0, &entry), 1);
	cr_expect_eq(entry->count, 2);
	tally.suppress = 0;
	cr_expect_eq(add("/a", 201), LLGUARD_TALLY_SHOW);
	cr_expect_eq(tally.held, 2);
	cr_expect_eq(tally.untold, 0);
}

/* What was held back is in a summary, or is counted as untold. */
Test(tally, storm_suppressed)
{
	uint64_t told = 0, held = 0;

	begin(LLGUARD_TALLY_BY_CREATOR, LLGUARD_TALLY_MIN);
	tally.suppress = 1;
	tally.window = 3;
	for (uint32_t i = 0; i < 100000; i++) {
		const uint32_t random = i * UINT32_C(2654435761) >> 8;
		char path[32];

		while (llguard_tally_summary(&tally, i / 100, 7, &entry) > 0)
			told += entry->count;
		/* The low numbers most often. */
		snprintf(path, sizeof(path), "/tmp/%u",
			(random % 97) * (random / 97 % 97) / 97);
		held += add(path, i / 100) == LLGUARD_TALLY_HOLD;
	}
	while (llguard_tally_summary(&tally, UINT64_MAX, 0, &entry) > 0)
		told += entry->count;
	cr_expect_eq(tally.held, held);
	cr_expect_eq(told + tally.untold, held);
	cr_expect_gt(tally.untold, 0);
	cr_expect_gt(told, tally.untold);
}

/* Whoever does not know the seed: see siphash_test.c.  It is used. */
Test(tally, seed)
{
	for (int i = 0; i < 2; i++) {
		tally = (struct llguard_tally)LLGUARD_TALLY_INIT;
		tally.seed[3] = (uint8_t)i;
		cr_assert_eq(llguard_tally_init(&tally, LLGUARD_TALLY_BY_DOMAIN,
				     tally_memory, sizeof(tally_memory)),
			0);
		cr_expect_eq(tally.seed[3], i);
		for (uint32_t n = 0; n < 100; n++) {
			char path[32];

			snprintf(path, sizeof(path), "/%u", n);
			add(path, 1);
			add(path, 1);
		}
		cr_expect_eq(tally.entries, 100);
	}
}
