/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#define ACCESS(stamp, words)                                                   \
	LINE("LANDLOCK_ACCESS", stamp, "domain=1 blockers=" words)
#define EOE(stamp) LINE("EOE", stamp, "")

static char *file_read(const char *name, size_t *ret_size)
{
	FILE *file = fopen(name, "r");
	char *text = malloc(1 << 20);

	cr_assert(file && text, "%s", name);
	*ret_size = fread(text, 1, 1 << 20, file);
	cr_assert(*ret_size > 0 && *ret_size < 1 << 20, "%s", name);
	fclose(file);
	return text;
}

/* What has come of an input: a hash of all of its events, and the counters. */
struct outcome {
	uint64_t hash;
	uint64_t events;
	struct llguard_reader reader;
};

static void drain(struct outcome *outcome)
{
	const struct llguard_event *event;

	while ((event = reading_next())) {
		for (const char *at = reading_json(event); *at; at++)
			outcome->hash = (outcome->hash ^ (unsigned char)*at) *
					UINT64_C(0x100000001b3);
		outcome->events++;
	}
}

/* Each chunk is gone before the next one comes. */
static struct outcome read_chunks(
	const char *text, size_t size, size_t chunk, size_t memory)
{
	struct outcome outcome = { .events = 0 };

	cr_assert_eq(llguard_reader_init(&reading, LLGUARD_FORM_AUTO,
			     reading_memory, memory),
		0);
	for (size_t at = 0; at < size; at += chunk) {
		const size_t n = size - at < chunk ? size - at : chunk;
		char *copy = malloc(n);

		cr_assert_not_null(copy);
		memcpy(copy, text + at, n);
		cr_assert_eq(llguard_reader_feed(&reading, copy, n), 0);
		drain(&outcome);
		memset(copy, 'X', n);
		free(copy);
	}
	reading_finish();
	drain(&outcome);
	outcome.reader = reading;
	return outcome;
}

static void chunks_check(const char *name, size_t memory)
{
	static const size_t chunks[] = { 1, 7, 4096 };
	size_t size;
	char *text = file_read(name, &size);
	const struct outcome whole = read_chunks(text, size, size, memory);

	cr_expect_eq(whole.reader.lines, whole.reader.records +
						 whole.reader.ignored +
						 whole.reader.unparsed);
	for (size_t i = 0; i < LLGUARD__COUNT(chunks); i++) {
		const struct outcome pieces =
			read_chunks(text, size, chunks[i], memory);

		cr_expect_eq(pieces.events, whole.events, "%s by %zu", name,
			chunks[i]);
		cr_expect_eq(
			pieces.hash, whole.hash, "%s by %zu", name, chunks[i]);
		cr_expect_arr_eq(&pieces.reader, &whole.reader,
			sizeof(struct llguard_reader), "%s by %zu", name,
			chunks[i]);
	}
	free(text);
}

/* The corpus gives the same, however it is cut and whatever there is room for. */
Test(reader, chunks)
{
	static const char *const patterns[] = { CORPUS "/made/*.log",
		CORPUS "/recorded/*.log", CORPUS "/records/*.log",
		CORPUS "/records/*.txt" };
	glob_t found = { 0 };

	for (size_t i = 0; i < LLGUARD__COUNT(patterns); i++)
		cr_assert_eq(
			glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &found), 0,
			"%s", patterns[i]);
	cr_expect_geq(found.gl_pathc, 16);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		chunks_check(found.gl_pathv[i], sizeof(reading_memory));
		chunks_check(found.gl_pathv[i], LLGUARD_READER_MIN);
	}
	globfree(&found);
}

/* One buffer for all chunks, as most programs have it. */
Test(reader, buffer_again)
{
	char buffer[256];

	reading_begin(LLGUARD_FORM_AUTO);
	for (uint32_t serial = 1000; serial < 1010; serial++) {
		sprintf(buffer,
			ACCESS("1764080735.711:%u", "x")
				EOE("1764080735.711:%u"),
			serial, serial);
		reading_feed(buffer);
		cr_expect_eq(
			reading_expect(LLGUARD_EVENT_DENIAL)->serial, serial);
		cr_expect_null(reading_next());
	}
}

/* A line in pieces stands where the one before it stood. */
Test(reader, piece_again)
{
	reading_begin(LLGUARD_FORM_KMSG);
	reading_feed("audit: type=1423 audit(1764080735.711:1623): do");
	cr_expect_null(reading_next());
	reading_feed("main=1 blockers=a\n"
		     "audit: type=1423 audit(1764080735.711:1624): domain=1");
	cr_expect_null(reading_next());
	reading_finish();
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->serial, 1623);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->serial, 1624);
	cr_expect_null(reading_next());
}

/* What auditd has added is not the kernel's, from whichever chunk on it comes. */
Test(reader, enrichment)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	for (int i = 0; i < 2; i++) {
		reading_feed(
			i ? ACCESS("9.000:1",
				    "net.bind_tcp saddr=127.0.0.1 src=80"
				    "\x1dSADDR=unknown-family(28690) pid=1")
					EOE("9.000:1")
			  : ACCESS("9.000:1",
				    "net.bind_tcp saddr=127.0.0.1 src=80")
					EOE("9.000:1"));
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		EXPECT_STR(event->saddr, "127.0.0.1");
		cr_expect_eq(event->src, 80);
		cr_expect(event->has & LLGUARD_HAS_SRC);
		cr_expect_eq(event->other_count, 0);
		cr_expect_null(reading_next());
	}
}

static int feed_packet(uint32_t type, const char *text)
{
	return llguard_reader_feed_record(&reading, type, text, strlen(text));
}

/* A packet is one record, by the type of its header, whatever it holds. */
Test(reader, packets)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_NETLINK);
	cr_assert_eq(
		feed_packet(1423, "audit(9.000:1): domain=1 blockers=x"), 0);
	cr_expect_null(reading_next());
	/* A program's message that looks like a record; and no message. */
	cr_assert_eq(
		feed_packet(1112, "audit(9.000:1): domain=2 blockers=y"), 0);
	cr_expect_null(reading_next());
	cr_assert_eq(feed_packet(1423, "type=1423 msg=audit(9.000:1): x"), 0);
	cr_expect_null(reading_next());
	cr_assert_eq(feed_packet(1423, ""), 0);
	cr_expect_null(reading_next());
	cr_assert_eq(feed_packet(1423, "audit(9.000:1): domain=1 blockers=z "
				       "path=\"\n\naudit(9.000:7): \""),
		0);
	cr_expect_null(reading_next());
	cr_assert_eq(feed_packet(1320, "audit(9.000:1): "), 0);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->form, LLGUARD_FORM_NETLINK);
	cr_expect_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL);
	cr_expect_eq(event->parts, 2);
	EXPECT_STR(reading_expect(LLGUARD_EVENT_DENIAL)->path,
		"\n\naudit(9.000:7): ");
	cr_expect_null(reading_next());
	cr_expect_eq(reading.lines, 6);
	cr_expect_eq(reading.records, 4);
	cr_expect_eq(reading.unparsed, 2);
}

/* Packets are for one form, bytes for all others. */
Test(reader, packets_or_bytes)
{
	reading_begin(LLGUARD_FORM_NETLINK);
	cr_expect_eq(llguard_reader_feed(&reading, "x", 1), -EINVAL);
	cr_expect_eq(feed_packet(0, "x"), -EINVAL);
	reading_begin(LLGUARD_FORM_AUTO);
	cr_expect_eq(feed_packet(1423, "x"), -EINVAL);
	cr_expect_eq(llguard_reader_feed_record(NULL, 1423, "x", 1), -EINVAL);
}

Test(reader, order_of_calls)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.000:1", "a"));
	cr_expect_eq(llguard_reader_feed(&reading, "x", 1), -EINVAL);
	cr_expect_eq(llguard_reader_finish(&reading), -EINVAL);
	cr_expect_eq(llguard_reader_next_input(&reading, LLGUARD_FORM_AUTO),
		-EINVAL);
	cr_expect_null(reading_next());
	reading_feed("");
	reading_feed("");
	cr_expect_eq(llguard_reader_feed(&reading, NULL, 0), 0);
	reading_finish();
	cr_expect_eq(llguard_reader_finish(&reading), -EINVAL);
	cr_expect_eq(llguard_reader_feed(&reading, "x", 1), -EINVAL);
	cr_expect_eq(llguard_reader_next_input(&reading, LLGUARD_FORM_AUTO),
		-EINVAL);
	reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_null(reading_next());
	cr_expect_null(reading_next());
}

/* Several files: an event goes on from one to the next, and so do domains. */
Test(reader, next_input)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed("# one\n" ACCESS("9.000:1", "a") LINE("LANDLOCK_DOMAIN",
		"9.000:1",
		"domain=1 status=allocated mode=enforcing "
		"pid=1 uid=0 exe=\"/x\" comm=\"x\"") "type=EOE msg=audit(9.000:1): ");
	cr_expect_null(reading_next());
	cr_assert_eq(llguard_reader_next_input(&reading, LLGUARD_FORM_AUTO), 0);
	reading_expect(LLGUARD_EVENT_DENIAL);
	reading_expect(LLGUARD_EVENT_DOMAIN_START);
	cr_expect_null(reading_next());
	cr_expect_eq(reading.form, LLGUARD_FORM_AUTO);
	/* The next one is chosen again. */
	reading_feed("audit: type=1423 audit(9.000:2): domain=1 blockers=b\n");
	cr_expect_null(reading_next());
	cr_expect_eq(reading.form, LLGUARD_FORM_KMSG);
	cr_assert_eq(
		llguard_reader_next_input(&reading, LLGUARD_FORM_AUDITD), 0);
	cr_expect_null(reading_next());
	reading_feed(EOE("9.000:2"));
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->blockers, "b");
	EXPECT_STR(event->creator_comm, "x");
	cr_expect_eq(llguard_reader_next_input(&reading, 99), -EINVAL);
	cr_expect_eq(reading.lines, 6);
}

/* Who begins anew at the first waiting line misses nothing. */
Test(reader, waiting)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	cr_expect_eq(llguard_reader_waiting(&reading), 0);
	reading_feed("# one\n" ACCESS("9.000:1", "a") LINE("SYSCALL", "9.000:1",
		"arch=c000003e") ACCESS("9.000:2", "b") ACCESS("9.000:1", "c")
			EOE("9.000:2") "\n" ACCESS("9.000:3", "d"));
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->blockers, "b");
	cr_expect_eq(event->line, 4);
	cr_expect_null(reading_next());
	cr_expect_eq(llguard_reader_waiting(&reading), 2);
	reading_feed(EOE("9.000:1") ACCESS("9.000:3", "e"));
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->line, 2);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->line, 5);
	cr_expect_null(reading_next());
	cr_expect_eq(llguard_reader_waiting(&reading), 8);
	/* Lines of all inputs are counted. */
	cr_assert_eq(llguard_reader_next_input(&reading, LLGUARD_FORM_KMSG), 0);
	cr_expect_null(reading_next());
	reading_feed("audit: type=1423 audit(9.000:4): domain=1 blockers=f\n");
	cr_expect_null(reading_next());
	reading_finish();
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->line, 8);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->line, 10);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->line, 11);
	cr_expect_null(reading_next());
	cr_expect_eq(llguard_reader_waiting(&reading), 0);
	cr_expect_eq(llguard_reader_waiting(NULL), 0);
}

/* A loss is told between the events that were fed before it and after. */
Test(reader, losses)
{
	static const struct {
		uint32_t why;
		const char *word;
	} rows[] = {
		{ LLGUARD_LOSS_ENOBUFS, "enobufs" },
		{ LLGUARD_LOSS_KERNEL, "kernel_lost" },
		{ LLGUARD_LOSS_GAP, "gap" },
		{ LLGUARD_LOSS_OVERFLOW, "overflow" },
		{ LLGUARD_LOSS_TRUNCATED_FILE, "truncated_file" },
	};
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		reading_feed(ACCESS("9.000:1", "a") EOE("9.000:1"));
		cr_assert_eq(llguard_reader_feed_time(&reading, 9, 12), 0);
		cr_assert_eq(
			llguard_reader_feed_loss(&reading, rows[i].why, 17), 0);
		cr_expect_eq(
			llguard_reader_feed_loss(&reading, rows[i].why, 17),
			-EINVAL);
		reading_expect(LLGUARD_EVENT_DENIAL);
		event = reading_expect(LLGUARD_EVENT_LOSS);
		EXPECT_STR(event->why, rows[i].word);
		cr_expect_eq(event->count, 17);
		cr_expect_eq(event->seconds, 9);
		cr_expect_eq(event->milliseconds, 12);
		cr_expect_null(event->blockers.ptr);
		cr_expect_null(reading_next());
	}
	cr_expect_eq(reading.lost, 17 * LLGUARD__COUNT(rows));
	cr_expect_eq(llguard_reader_feed_loss(&reading, 0, 1), -EINVAL);
	cr_expect_eq(llguard_reader_feed_loss(&reading, 6, 1), -EINVAL);
	cr_expect_eq(llguard_reader_feed_loss(&reading, 1, 0), -EINVAL);
	cr_expect_eq(llguard_reader_feed_loss(NULL, 1, 1), -EINVAL);
}

/* Without a time, by the log's clock. */
Test(reader, loss_of_a_log)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	cr_assert_eq(
		llguard_reader_feed_loss(&reading, LLGUARD_LOSS_OVERFLOW, 1),
		0);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_LOSS)->seconds, 0);
	reading_feed(ACCESS("7.034:1", "a") EOE("7.034:1"));
	reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_null(reading_next());
	cr_assert_eq(
		llguard_reader_feed_loss(&reading, LLGUARD_LOSS_OVERFLOW, 1),
		0);
	event = reading_expect(LLGUARD_EVENT_LOSS);
	cr_expect_eq(event->seconds, 7);
	cr_expect_eq(event->milliseconds, 34);
}

/* A buffer may stand anywhere, and nothing behind it is touched. */
Test(reader, buffers)
{
	for (size_t misfit = 0; misfit < 16; misfit++) {
		char *const buffer = reading_memory + misfit;

		memset(reading_memory, 0x5a, sizeof(reading_memory));
		cr_assert_eq(llguard_reader_init(&reading, LLGUARD_FORM_AUTO,
				     buffer, LLGUARD_READER_MIN),
			0);
		for (int i = 0; i < 1500; i++) {
			char text[256];

			sprintf(text, ACCESS("9.000:%d", "x path=\"%0100d\""),
				i, i);
			reading_feed(text);
			(void)reading_count();
		}
		reading_finish();
		cr_expect_gt(reading_count(), 0);
		for (size_t i = 0; i < 4096; i++)
			cr_assert_eq(buffer[LLGUARD_READER_MIN + i], 0x5a,
				"%zu + %zu", misfit, i);
		for (size_t i = 0; i < misfit; i++)
			cr_assert_eq(reading_memory[i], 0x5a);
	}
}

Test(reader, arguments)
{
	const struct llguard_event *event;
	const size_t size = sizeof(reading_memory);

	cr_expect_eq(
		llguard_reader_init(NULL, 0, reading_memory, size), -EINVAL);
	cr_expect_eq(llguard_reader_init(&reading, 0, NULL, size), -EINVAL);
	cr_expect_eq(llguard_reader_init(&reading, 0, reading_memory,
			     LLGUARD_READER_MIN - 1),
		-EINVAL);
	cr_expect_eq(llguard_reader_init(&reading, 6, reading_memory, size),
		-EINVAL);
	/* Not begun. */
	cr_expect_eq(llguard_reader_feed(&reading, "x", 1), -EINVAL);
	cr_expect_eq(llguard_reader_next(&reading, &event), -EINVAL);
	cr_expect_eq(llguard_reader_finish(&reading), -EINVAL);
	cr_expect_eq(llguard_reader_feed_time(&reading, 1, 1), -EINVAL);
	reading_begin(LLGUARD_FORM_AUTO);
	cr_expect_eq(llguard_reader_feed(&reading, NULL, 1), -EINVAL);
	cr_expect_eq(llguard_reader_next(&reading, NULL), -EINVAL);
	cr_expect_eq(llguard_reader_feed_time(&reading, 1, 1000), -EINVAL);
	reading.size = 4;
	cr_expect_eq(llguard_reader_next(&reading, &event), -EINVAL);
	cr_expect_eq(llguard_reader_init(&reading, 0, reading_memory, size),
		-EINVAL);
}

/* An event's form is that of the input which it was read from. */
Test(reader, form_of_event)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.000:1", "a"));
	cr_expect_null(reading_next());
	cr_assert_eq(llguard_reader_next_input(&reading, LLGUARD_FORM_KMSG), 0);
	cr_expect_null(reading_next());
	reading_finish();
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->form, LLGUARD_FORM_AUDITD);
	cr_expect_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL);
}

/* A packet that no kernel sends is read whole or not at all, and then passed. */
static void packet_check(size_t len)
{
	static const char front[] =
		"audit(9.000:1): domain=1 blockers=x path=\"";
	char *packet = malloc(len);
	const struct llguard_event *event;

	cr_assert_not_null(packet);
	memset(packet, 'a', len);
	memcpy(packet, front, sizeof(front) - 1);
	packet[len - 1] = '"';
	reading_begin(LLGUARD_FORM_NETLINK);
	cr_assert_eq(
		llguard_reader_feed_record(&reading, 1423, packet, len), 0);
	cr_expect_null(reading_next());
	reading_finish();
	event = reading_next();
	if (event)
		cr_expect_eq(event->path.len, len - sizeof(front), "%zu", len);
	else
		cr_expect_eq(reading.unparsed, 1, "%zu", len);
	cr_expect_null(reading_next());
	cr_expect_eq(reading.lines, 1);
	free(packet);
}

Test(reader, large_packets, .timeout = 20)
{
	static const size_t lengths[] = { LLGUARD_LINE_MAX,
		LLGUARD_LINE_MAX + 1, 60000, 65535, 65536, 70000, 2000000,
		5000000 };

	for (size_t i = 0; i < LLGUARD__COUNT(lengths); i++)
		packet_check(lengths[i]);
}
