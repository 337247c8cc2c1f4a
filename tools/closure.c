/* SPDX-License-Identifier: MIT */
#include "closure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "elf_file.h"
#include "errors.h"
#include "loader.h"
#include "program_find.h"
#include "script.h"

/* Scripts that run scripts: what the kernel follows, exec_binprm(). */
#define SCRIPTS_MOST 5

/*
 * A hostile file may ask for any amount of work.  The largest of real programs
 * need a few thousand looks, and env starts one program.
 */
#define LOOKUPS_MOST  (1 << 18)
#define PROGRAMS_MOST 64

#define READ_EXECUTE (LLGUARD_FS_READ_FILE | LLGUARD_FS_EXECUTE)

int closure_fail(const struct closure *closure, const char *found,
	const char *text, const char *expected, const char *hint)
{
	error_usage(closure->option, found, text, expected, hint);
	return -1;
}

int closure_spend(struct closure *closure)
{
	if (closure->lookups++ < LOOKUPS_MOST)
		return 0;
	return closure_fail(closure, NULL,
		"the program has the loader look for too many files", NULL,
		"allow its directories with --rox");
}

int closure_file(struct closure *closure, const char *path, uint64_t access)
{
	char *real = realpath(path, NULL);
	struct closure_file *files;

	if (!real)
		return closure_fail(closure, path, strerror(errno), NULL, NULL);
	for (size_t i = 0; i < closure->file_count; i++) {
		struct closure_file *file = &closure->files[i];
		const bool had = (file->access & access) == access;

		if (strcmp(file->path, real) != 0)
			continue;
		file->access |= access;
		free(real);
		return had;
	}
	files = realloc(closure->files,
		(closure->file_count + 1) * sizeof(*closure->files));
	if (!files) {
		free(real);
		error_system(closure->option, ENOMEM);
		return -1;
	}
	closure->files = files;
	files[closure->file_count++] = (struct closure_file){ real, access };
	return 0;
}

void closure_free(struct closure *closure)
{
	struct closure_program *program;

	for (size_t i = 0; i < closure->file_count; i++)
		free(closure->files[i].path);
	free(closure->files);
	while ((program = closure->programs)) {
		closure->programs = program->next;
		free(program);
	}
	closure->files = NULL;
	closure->last = NULL;
	closure->file_count = closure->program_count = 0;
}

/* Keep a program for later. */
static int program_add(
	struct closure *closure, const char *path, unsigned int depth)
{
	const size_t size = strlen(path) + 1;
	struct closure_program *program;

	if (closure->program_count == PROGRAMS_MOST)
		return closure_fail(closure, path,
			"is one of too many programs that start each other",
			"at most 64", NULL);
	program = malloc(sizeof(*program) + size);
	if (!program) {
		error_system(closure->option, ENOMEM);
		return -1;
	}
	program->next = NULL;
	program->depth = depth;
	memcpy(program->path, path, size);
	if (closure->last)
		closure->last->next = program;
	else
		closure->programs = program;
	closure->last = program;
	closure->program_count++;
	return 0;
}

/* Something that will be executed: a file with the right to, and its closure. */
static int executed_add(
	struct closure *closure, const char *path, unsigned int depth)
{
	const int had = closure_file(closure, path, READ_EXECUTE);

	if (had)
		return had < 0 ? -1 : 0;
	return program_add(closure, path, depth);
}

/*
 * env runs what it finds in PATH.  Another interpreter's argument gets no rule:
 * a script would choose for itself what it may read.
 */
static int env_add(
	struct closure *closure, const char *script, const char *argument)
{
	struct script_env env;
	const char *wrong = script_env_parse(&env, argument);
	char *path;
	int err;

	if (wrong)
		return closure_fail(closure, script, wrong, NULL,
			"allow what it runs with --rox");
	if (!env.program)
		return 0;
	path = program_find(env.program, env.path ? env.path : closure->path);
	if (!path)
		return closure_fail(closure, script,
			"has env run a program that is not in PATH", NULL,
			"install it, or set PATH");
	err = executed_add(closure, path, 0);
	free(path);
	return err;
}

static int script_add(struct closure *closure, const struct elf_file *file,
	const char *path, unsigned int depth)
{
	char head[SCRIPT_HEAD];
	const size_t len =
		file->size < sizeof(head) ? (size_t)file->size : sizeof(head);
	struct script script;
	const char *wrong, *slash;

	if (elf_file_read(file, 0, head, len))
		return closure_fail(
			closure, path, "cannot be read", NULL, NULL);
	wrong = script_parse(&script, head, len);
	if (wrong)
		return closure_fail(closure, path, wrong, NULL,
			"leave --ldd out, and allow what it needs with --rox");
	if (depth >= SCRIPTS_MOST)
		return closure_fail(closure, path,
			"is more scripts deep than the kernel follows",
			"at most 5", NULL);
	if (executed_add(closure, script.interpreter, depth + 1))
		return -1;
	slash = strrchr(script.interpreter, '/');
	slash = slash ? slash + 1 : script.interpreter;
	if (script.argument && strcmp(slash, "env") == 0)
		return env_add(closure, path, script.argument);
	return 0;
}

static int program_look(
	struct closure *closure, const char *path, unsigned int depth)
{
	struct elf_file file;
	int err;

	if (closure_spend(closure))
		return -1;
	switch (elf_file_open(&file, path)) {
	case ELF_GOOD:
		err = loader_add(closure, &file, path);
		break;
	case ELF_OTHER:
		err = script_add(closure, &file, path, depth);
		break;
	case ELF_FOREIGN:
		err = closure_fail(
			closure, path, file.wrong, elf_file_own(), NULL);
		break;
	default:
		err = closure_fail(closure, path, file.wrong, NULL, NULL);
	}
	elf_file_close(&file);
	return err;
}

int closure_program(struct closure *closure, const char *path)
{
	int err = program_add(closure, path, 0);

	for (const struct closure_program *program = closure->programs;
		program && !err; program = program->next)
		err = program_look(closure, program->path, program->depth);
	return err;
}
