/* SPDX-License-Identifier: MIT */
/*
 * Mistakes in what is to be started, found before anything is done.
 */
#include "prepare.h"

#include "../extensible.h"

#define PROGRAM_FLAGS LLGUARD_PROGRAM_CLOSE_FDS

static bool fds_fit(const struct llguard_program *program)
{
	if (!program->fd_count)
		return true;
	if (!program->fds || program->fd_count > LLGUARD_PROGRAM_FDS_MAX)
		return false;
	for (uint32_t i = 0; i < program->fd_count; i++) {
		const struct llguard_program_fd *fd =
			llguard__program_fd(program, i);

		/* The program itself must not be overwritten. */
		if (fd->from < 0 || fd->to < 0 || fd->to == INT32_MAX ||
			fd->to == program->fd)
			return false;
	}
	return true;
}

static enum llguard__fault program_fault(const struct llguard_program *program)
{
	if (program->flags & ~PROGRAM_FLAGS)
		return LLGUARD__FAULT_PROGRAM_FLAG;
	if ((program->path != NULL) == (program->fd >= 0))
		return LLGUARD__FAULT_PROGRAM_PATH;
	if (!program->argv || !program->argv[0])
		return LLGUARD__FAULT_PROGRAM_ARGV;
	if (!program->envp)
		return LLGUARD__FAULT_PROGRAM_ENVP;
	if (program->fd_count && program->fd_size < sizeof(*program->fds))
		return LLGUARD__FAULT_PROGRAM_FD_SIZE;
	if (!fds_fit(program))
		return LLGUARD__FAULT_PROGRAM_FDS;
	return program->reserved ? LLGUARD__FAULT_PROGRAM_FLAG
				 : LLGUARD__FAULT_NONE;
}

int llguard__program_check(
	const struct llguard_program *program, struct llguard_report *report)
{
	enum llguard__fault fault = LLGUARD__FAULT_PROGRAM_SIZE;
	int err = llguard__input_check(program, llguard__size_of(program),
		sizeof(*program), sizeof(*program));

	if (err == -E2BIG) {
		fault = LLGUARD__FAULT_PROGRAM_NEWER;
	} else if (!err) {
		fault = program_fault(program);
		err = fault ? -EINVAL : 0;
	}
	return err ? llguard__report_fail(report, LLGUARD_STEP_CHECK, fault,
			     LLGUARD_NO_RULE, err, 0)
		   : 0;
}
