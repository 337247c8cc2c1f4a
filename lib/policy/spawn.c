/* SPDX-License-Identifier: MIT */
/*
 * A confined child in one call.  All that can fail at leisure is done before it
 * is made; between vfork() and execve() it shares the caller's memory, so no
 * handler of the caller's may run in it, and it makes system calls alone.
 */
#include "prepare.h"

#include "../extensible.h"
#include "../sys.h"

/* A child that never became the program. */
#define EXIT_NOT_STARTED 127

/* The lowest descriptor that is not a standard stream's. */
#define CHANNEL_LOWEST 3

/* What the child works with. */
struct child {
	const struct llguard_prepared *prepared;
	const struct llguard_program *program;
	struct llguard_report report;    /* what it says of itself */
	struct llguard__signals signals; /* the caller's mask */
	int channel;                     /* where reports go */
	bool shared; /* it has been seen to share our memory */
};

static int descriptors_fail(struct llguard_report *report, int err)
{
	return llguard__report_errno(report, LLGUARD_STEP_DESCRIPTORS,
		LLGUARD__FAULT_DESCRIPTORS, LLGUARD_NO_RULE, err);
}

static int32_t highest_target(const struct llguard_program *program)
{
	int32_t highest = CHANNEL_LOWEST - 1;

	for (uint32_t i = 0; i < program->fd_count; i++)
		if (llguard__program_fd(program, i)->to > highest)
			highest = llguard__program_fd(program, i)->to;
	return highest;
}

/*
 * Copies above all targets first: a list may swap two descriptors, and must not
 * hit the channel.
 */
static int descriptors_set(struct child *child)
{
	const struct llguard_program *program = child->program;
	const int32_t above = highest_target(program) + 1;
	int32_t copies[LLGUARD_PROGRAM_FDS_MAX];
	int err = 0;

	if (program->flags & LLGUARD_PROGRAM_CLOSE_FDS)
		err = llguard__sys_close_on_exec(CHANNEL_LOWEST);
	if (!err && program->fd_count) {
		err = llguard__sys_dup_above(child->channel, above);
		if (err > 0) {
			child->channel = err;
			err = 0;
		}
	}
	for (uint32_t i = 0; !err && i < program->fd_count; i++) {
		copies[i] = llguard__sys_dup_above(
			llguard__program_fd(program, i)->from, above);
		err = copies[i] < 0 ? copies[i] : 0;
	}
	for (uint32_t i = 0; !err && i < program->fd_count; i++) {
		err = llguard__sys_dup_to(
			copies[i], llguard__program_fd(program, i)->to);
		err = err < 0 ? err : 0;
	}
	return err ? descriptors_fail(&child->report, err) : 0;
}

static bool report_send(const struct child *child)
{
	return llguard__sys_write(child->channel, &child->report,
		       sizeof(child->report)) == sizeof(child->report);
}

/* The child; returns only when it has failed, and said so. */
static void child_run(void *argument)
{
	struct child *ours = argument;
	/* Its report is not ours, and its channel may move. */
	struct child child = *ours;
	int err;

	ours->shared = true;
	err = llguard__restrict_child(child.prepared, &child.report);
	if (!err)
		err = descriptors_set(&child);
	/* A program that has started is one whose report has come. */
	if (!report_send(&child) || err)
		return;
	llguard__sys_signals_default();
	llguard__sys_signals_set(&child.signals);
	err = child.program->path
		      ? llguard__sys_exec(child.program->path,
				child.program->argv, child.program->envp)
		      : llguard__sys_exec_fd(child.program->fd,
				child.program->argv, child.program->envp);
	(void)llguard__report_errno(&child.report, LLGUARD_STEP_EXEC,
		LLGUARD__FAULT_EXEC, LLGUARD_NO_RULE, err);
	(void)report_send(&child);
}

static int spawn_fail(struct llguard_report *report, int err)
{
	return llguard__report_errno(report, LLGUARD_STEP_SPAWN,
		LLGUARD__FAULT_SPAWN, LLGUARD_NO_RULE, err);
}

/*
 * The child's last report.  Where it shares our memory it has ended or become
 * the program by now, so that nothing is waited for: a child that another thread
 * has forked meanwhile may hold the channel open for ever.
 */
static int report_receive(
	const struct child *child, int channel, struct llguard_report *report)
{
	struct llguard_report news;
	bool heard = false;

	while (llguard__sys_pipe_read(channel, &news, sizeof(news),
		       !child->shared) == sizeof(news)) {
		*report = news;
		heard = true;
	}
	return heard ? report->error : spawn_fail(report, -EIO);
}

/* Make the child, and see it off. */
static int child_start(
	struct child *child, int channel, struct llguard_report *report)
{
	int pid;
	int err = llguard__sys_signals_block(&child->signals);

	if (err) {
		llguard__sys_close(child->channel);
		return spawn_fail(report, err);
	}
	pid = llguard__sys_vfork(child_run, child, EXIT_NOT_STARTED);
	llguard__sys_close(child->channel);
	err = pid < 0 ? spawn_fail(report, pid)
		      : report_receive(child, channel, report);
	if (err && pid > 0) {
		(void)llguard__sys_wait_silent(pid);
		report->applied = 0;
		report->no_new_privs = 0;
		report->layers = child->report.layers;
	}
	llguard__sys_signals_set(&child->signals);
	return err ? err : pid;
}

/* Both ends, neither of them in the place of a standard stream. */
static int channel_make(int ends[2])
{
	int err = llguard__sys_pipe(ends);

	for (int i = 0; !err && i < 2; i++) {
		int above;

		if (ends[i] >= CHANNEL_LOWEST)
			continue;
		above = llguard__sys_dup_above(ends[i], CHANNEL_LOWEST);
		if (above < 0) {
			llguard__sys_close(ends[0]);
			llguard__sys_close(ends[1]);
			return above;
		}
		llguard__sys_close(ends[i]);
		ends[i] = above;
	}
	return err;
}

int llguard__spawn(const struct llguard_prepared *prepared,
	const struct llguard_program *program, struct llguard_report *report)
{
	struct child child = {
		.prepared = prepared,
		.program = program,
		.report = *report,
	};
	int ends[2];
	int err = channel_make(ends);

	if (err)
		return spawn_fail(report, err);
	child.channel = ends[1];
	err = child_start(&child, ends[0], report);
	llguard__sys_close(ends[0]);
	return err;
}

int llguard_spawn(const struct llguard_policy *policy,
	const struct llguard_program *program, struct llguard_report *report)
{
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_policy alone;
	struct llguard_report ours;
	int err = llguard__apply_begin(&ours, policy, report);

	if (!err)
		err = llguard__program_check(program, &ours);
	if (!err) {
		/* The child has one thread, however many we have. */
		memcpy(&alone, policy, sizeof(alone));
		alone.size = sizeof(alone);
		alone.flags &= ~(
			LLGUARD_APPLY_ALL_THREADS | LLGUARD_APPLY_THIS_THREAD);
		err = llguard__prepare(&alone, &prepared, &ours);
	}
	if (!err)
		err = llguard__spawn(&prepared, program, &ours);
	llguard_prepared_close(&prepared);
	return llguard__report_end(&ours, report, err);
}

int llguard_prepared_spawn(const struct llguard_prepared *prepared,
	const struct llguard_program *program, struct llguard_report *report)
{
	struct llguard_report ours;
	int err = llguard__prepared_begin(&ours, prepared, report);

	if (err)
		return err;
	err = llguard__program_check(program, &ours);
	if (!err)
		err = llguard__spawn(prepared, program, &ours);
	return llguard__report_end(&ours, report, err);
}
