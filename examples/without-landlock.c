/* SPDX-License-Identifier: MIT */
/*
 * without-landlock: run a program as if the kernel had no Landlock.
 *
 * A seccomp filter answers Landlock's three system calls with an errno, for the
 * program and all that it starts: ENOSYS as a kernel that was built without,
 * EOPNOTSUPP as one that was booted without, EPERM as a container's filter does.
 * The control of an experiment, and a way to see a program's warnings.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* As env(1): what comes of the program itself is not to be confused with us. */
#define EXIT_SETUP          125
#define EXIT_NOT_EXECUTABLE 126
#define EXIT_NOT_FOUND      127

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define ARCH AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCH AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define ARCH AUDIT_ARCH_S390X
#else
#error "this architecture's number in <linux/audit.h> is missing here"
#endif

/* landlock_create_ruleset, _add_rule, _restrict_self: on all of the above. */
#define FIRST_CALL 444
#define LAST_CALL  446

/* On x86-64, calls of the x32 ABI have the same numbers with this bit set. */
#define X32_BIT 0x40000000

static const struct {
	const char *name;
	unsigned int number;
} errors[] = {
	{ "ENOSYS", ENOSYS },
	{ "EOPNOTSUPP", EOPNOTSUPP },
	{ "EPERM", EPERM },
};

static int usage(FILE *to)
{
	fputs("usage: without-landlock [--errno ENOSYS|EOPNOTSUPP|EPERM] [--] PROGRAM [ARGUMENT...]\n",
		to);
	return to == stdout ? 0 : EXIT_SETUP;
}

/* Returns 0, or -1 after an error that has been printed. */
static int error_find(const char *name, unsigned int *ret)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (name && strcmp(name, errors[i].name) == 0) {
			*ret = errors[i].number;
			return 0;
		}
	fprintf(stderr,
		"without-landlock: --errno: %s: is not valid; expected ENOSYS, EOPNOTSUPP or EPERM\n",
		name ? name : "");
	return -1;
}

static int filter_install(unsigned int error)
{
	struct sock_filter code[] = {
		/* Another architecture's calls have other numbers: through
		 * them Landlock would be there after all. */
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr)),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~(unsigned int)X32_BIT),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_CALL, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, LAST_CALL, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};

	/* With CAP_SYS_ADMIN a filter needs no no_new_privs, which the program
	 * may be going to look at. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
		return 0;
	if (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int argc, char **argv)
{
	unsigned int error = ENOSYS;
	int at = 1;

	if (at < argc && strcmp(argv[at], "--help") == 0)
		return usage(stdout);
	if (at < argc && strcmp(argv[at], "--errno") == 0) {
		if (error_find(at + 1 < argc ? argv[at + 1] : NULL, &error))
			return EXIT_SETUP;
		at += 2;
	}
	if (at < argc && strcmp(argv[at], "--") == 0)
		at++;
	else if (at < argc && argv[at][0] == '-') {
		fprintf(stderr,
			"without-landlock: %s: there is no such option\n",
			argv[at]);
		return usage(stderr);
	}
	if (at >= argc)
		return usage(stderr);
	if (filter_install(error) < 0) {
		fprintf(stderr, "without-landlock: seccomp: %s\n",
			strerror(errno));
		return EXIT_SETUP;
	}
	execvp(argv[at], argv + at);
	error = (unsigned int)errno;
	fprintf(stderr, "without-landlock: %s: %s\n", argv[at],
		strerror((int)error));
	return error == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}
