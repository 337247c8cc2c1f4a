/* SPDX-License-Identifier: MIT */
#include "event_run.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "confine.h"
#include "errors.h"
#include "event_chain.h"
#include "event_drain.h"
#include "event_follow.h"
#include "event_inputs.h"
#include "event_journal.h"
#include "event_live.h"
#include "event_order.h"
#include "event_state.h"
#include "event_stream.h"

/* All that may be open; what is not stays as RUN_INIT has it. */
struct run {
	const struct event_options *options;
	uint32_t form;
	struct llguard_reader reader;
	struct event_sink sink;
	struct event_inputs inputs;
	struct event_live live;
	struct event_child journal;
	struct event_follow follow;
	struct event_stream stream;
	struct event_state state;
	struct event_loop loop;
	struct event_count *count;
	bool is_followed; /* the last input; and others are read before */
	bool is_lost;     /* the state's file */
};

static char usual_name[] = EVENT_INPUT_USUAL;

static bool stdin_is_regular(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode);
}

static void stream_set(struct run *run, const char *name, int fd)
{
	run->stream = (struct event_stream){ .name = name, .fd = fd };
	run->loop.source = &run->stream;
	run->loop.read = event_stream_read;
	run->loop.fd = fd;
}

static void follow_set(struct run *run)
{
	run->loop.source = &run->follow;
	run->loop.read = event_follow_read;
	run->loop.fd = run->follow.watch;
	/* A file on a server changes without a word. */
	run->loop.look_again = run->follow.watch < 0 ? 250 : 5000;
}

/* The usual log from its end on.  Returns 1, or 0 when it cannot be read. */
static int usual_open(struct run *run)
{
	char *names[] = { usual_name };

	if (access(usual_name, R_OK) ||
		event_follow_open(&run->follow, usual_name) ||
		event_inputs_open(&run->inputs, names, 1) ||
		lseek(run->inputs.list[0].fd, 0, SEEK_END) < 0)
		return 0;
	run->inputs.list[0].head_len = 0;
	run->form = run->follow.form = LLGUARD_FORM_AUDITD;
	run->is_followed = true;
	follow_set(run);
	return 1;
}

/* What there is instead of the kernel.  Returns 1, 0 for nothing, -1. */
static int fallback_open(struct run *run)
{
	const char *instead = EVENT_JOURNAL_PROGRAM;
	const int found =
		event_journal_run(&run->journal, !run->options->no_sandbox);

	if (found < 0)
		return -1;
	if (found) {
		run->form = LLGUARD_FORM_JOURNAL;
		stream_set(run, EVENT_JOURNAL_PROGRAM, run->journal.fd);
	} else {
		instead = EVENT_INPUT_USUAL;
		if (!usual_open(run))
			return 0;
	}
	run->loop.state = "started";
	event_live_explain(&run->live, instead);
	return 1;
}

static int live_open(struct run *run)
{
	struct event_loop *loop = &run->loop;

	if (event_live_open(&run->live, loop))
		return -1;
	run->form = LLGUARD_FORM_NETLINK;
	loop->source = &run->live;
	loop->read = event_live_read;
	loop->fd = run->live.live.fd;
	if (run->live.audit.state == LLGUARD_AUDIT_ON)
		return 0;
	if (!event_live_reads(&run->live) && run->options->fallback)
		return fallback_open(run) < 0 ? -1 : 0;
	return 0;
}

/* One log, which grows or of which a part is known. */
static int log_open(struct run *run, char *name)
{
	const struct event_options *options = run->options;
	struct event_state *state = NULL;

	if (options->state) {
		state = &run->state;
		if (event_state_open(state, options->state, name, &run->reader))
			return -1;
		run->sink.state = state;
	}
	if (options->follow || state) {
		if (event_follow_open(&run->follow, name))
			return -1;
		run->is_followed = true;
		run->follow.ends = !options->follow;
		run->follow.form = options->form;
		run->loop.is_quiet = !options->follow;
		follow_set(run);
	}
	if (event_chain_open(&run->inputs, name, state, options->rotated,
		    options->follow, &run->is_lost))
		return -1;
	if (run->is_followed &&
		run->inputs.list[run->inputs.count - 1].gzip.pid) {
		error_usage(name, NULL, "is compressed; it does not grow", NULL,
			"leave out --follow and --state");
		return -1;
	}
	return 0;
}

static int sources_open(struct run *run, char **names, int count)
{
	const struct event_options *options = run->options;
	const bool is_stdin = count == 1 && strcmp(names[0], "-") == 0;

	run->inputs.confined = !options->no_sandbox;
	if (options->live)
		return live_open(run);
	if (is_stdin && (options->follow || !stdin_is_regular())) {
		stream_set(run, "-", STDIN_FILENO);
		run->loop.is_quiet = !options->follow;
		run->loop.is_plugin = true;
		return 0;
	}
	if (options->follow || options->rotated || options->state)
		return log_open(run, count ? names[0] : usual_name);
	return event_inputs_open(&run->inputs, names, count);
}

static int confine(const struct run *run)
{
	struct llguard_rule rules[3];
	size_t count = 0;

	if (run->options->no_sandbox)
		return 0;
	/* Other files will come by that name. */
	if (run->follow.folder >= 0)
		rules[count++] = (struct llguard_rule)LLGUARD_FD(
			run->follow.folder, LLGUARD_FS_READ_FILE);
	if (run->state.dir >= 0)
		rules[count++] = (struct llguard_rule)LLGUARD_FD(run->state.dir,
			LLGUARD_FS_MAKE_REG | LLGUARD_FS_REMOVE_FILE |
				LLGUARD_FS_WRITE_FILE);
	count += event_count_rule(run->count, &rules[count]);
	return confine_self_but(rules, count);
}

static void loss_feed(struct run *run)
{
	event_state_drop(&run->state);
	events_feed_time(&run->reader);
	(void)llguard_reader_feed_loss(
		&run->reader, LLGUARD_LOSS_TRUNCATED_FILE, 1);
}

/* What was rotated away, and what was read ahead of the last one. */
static int log_catch_up(struct run *run)
{
	struct llguard_reader *reader = &run->reader;
	struct event_sink *sink = &run->sink;
	const int last = run->inputs.count - 1;
	int err = 0;

	if (run->is_lost)
		loss_feed(run);
	for (int i = 0; i <= last; i++) {
		struct event_input *input = &run->inputs.list[i];

		if (input->fd < 0)
			break;
		if (sink->state)
			event_state_begin(
				sink->state, input->device, input->inode);
		if (i == last) {
			err |= events_feed(
				reader, input->head, input->head_len, sink);
			break;
		}
		if (event_input_read(input, reader, sink))
			err = -1;
		(void)llguard_reader_next_input(reader, run->form);
		if (events_drain(reader, sink))
			return -1;
	}
	event_follow_take(&run->follow, &run->inputs.list[last]);
	return err;
}

static int loop_run(struct run *run)
{
	struct event_loop *loop = &run->loop;
	int err = 0;
	int n;

	event_loop_signals(loop);
	if (event_loop_begin(loop, &run->reader, &run->sink))
		return -1;
	if (run->options->live && strcmp(loop->state, "blind") == 0) {
		event_live_explain(&run->live, NULL);
		if (!event_live_reads(&run->live))
			return -1;
	}
	if (run->is_followed)
		err = log_catch_up(run);
	if (run->sink.gone || run->sink.failed ||
		(run->is_followed && run->follow.fd < 0 && run->follow.ends))
		return -1;
	n = event_loop_run(loop, &run->reader, &run->sink);
	/* It is to go on as long as this does. */
	if (n > 0 && run->journal.pid) {
		if (event_child_end(&run->journal, EVENT_JOURNAL_PROGRAM,
			    "--live") == 0)
			error_system(EVENT_JOURNAL_PROGRAM, EPIPE);
		err = -1;
	}
	return n < 0 ? -1 : err;
}

/* All that has been read is given out, or kept for the next time. */
static int end(struct run *run, int err)
{
	struct llguard_reader *reader = &run->reader;
	struct event_sink *sink = &run->sink;

	if (sink->gone || sink->failed)
		return -1;
	if (sink->state)
		events_feed_time(reader);
	else if (llguard_reader_finish(reader))
		return -1;
	if (events_drain(reader, sink))
		return -1;
	if (event_count_finish(run->count, sink))
		err = -1;
	if (sink->gone || sink->failed ||
		(sink->state && event_state_save(sink->state)))
		return -1;
	if (run->options->summary ||
		(run->loop.read && !run->loop.is_quiet && !err))
		return event_sink_status(sink, reader, "stopped", "") ||
				       event_sink_flush(sink)
			       ? -1
			       : err;
	return err;
}

/* Everything is open: confine, and read. */
static int sources_read(struct run *run)
{
	static char memory[LLGUARD_READER_USUAL];
	struct llguard_reader *reader = &run->reader;
	int err;

	err = llguard_reader_init(reader, run->form, memory, sizeof(memory));
	if (err) {
		error_system("--from", -err);
		return -1;
	}
	if (confine(run) ||
		event_count_begin(run->count, run->live.audit.state))
		return -1;
	if (run->form == LLGUARD_FORM_NETLINK && run->live.live.boot[0])
		reader->boot = str(run->live.live.boot);
	if (run->loop.read) {
		err = loop_run(run);
	} else {
		if (!run->options->rotated)
			event_order(&run->inputs, run->form);
		err = event_inputs_read(
			&run->inputs, reader, run->form, &run->sink);
	}
	return end(run, err);
}

int event_run(struct event_options *options, char **names, int count)
{
	static struct run run;
	int err = -1;

	run = (struct run){ .options = options,
		.count = &options->count,
		.form = options->form,
		.reader = LLGUARD_READER_INIT,
		.follow = { .folder = -1, .watch = -1, .fd = -1 },
		.state = { .dir = -1 },
		.loop = { .fd = -1,
			.look_again = -1,
			.heartbeat = options->heartbeat,
			.state = "started",
			.why = "" } };
	run.live.live = (struct llguard_live)LLGUARD_LIVE_INIT;
	if (event_sink_open(&run.sink, options->format) == 0) {
		run.sink.most = options->max_line;
		if (options->has_filter)
			run.sink.filter = &options->filter;
		if (event_count_open(run.count, &run.sink, &run.reader) == 0 &&
			sources_open(&run, names, count) == 0)
			err = sources_read(&run);
	}
	event_live_close(&run.live);
	event_follow_close(&run.follow);
	if (run.journal.pid)
		close(run.journal.fd);
	event_inputs_close(&run.inputs);
	event_state_close(&run.state);
	event_count_close(run.count);
	event_sink_close(&run.sink);
	return err && !run.sink.gone ? -1 : 0;
}
