/* SPDX-License-Identifier: MIT */
/*
 * info: what this kernel can enforce.
 */
#include "cmd.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "errors.h"
#include "format.h"
#include "output.h"

enum {
	INFO_FORMAT = 1,
	INFO_SELF_TEST,
	INFO_LAYERS,
	INFO_HELP,
};

static const struct args_option options[] = {
	{ INFO_FORMAT, "--format", "FORMAT", "text (the default) or json" },
	{ INFO_SELF_TEST, "--self-test", NULL,
		"prove in a child that a denial happens" },
	{ INFO_LAYERS, "--layers", NULL,
		"count in a child the layers that programs started here have" },
	{ INFO_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

struct info {
	bool json;
	bool self_test;
	bool layers;
	bool help;
};

static int option_take(struct info *info, int id, const struct args *args)
{
	switch (id) {
	case INFO_FORMAT:
		return format_take(args, &info->json);
	case INFO_SELF_TEST:
		info->self_test = true;
		return 0;
	case INFO_LAYERS:
		info->layers = true;
		return 0;
	default:
		info->help = true;
		return 0;
	}
}

struct described {
	struct llguard_kernel kernel;
	struct llguard_audit audit;
};

static int describe(const void *object, char *buf, size_t size)
{
	const struct described *described = object;

	return llguard_audit_describe_json(
		&described->kernel, &described->audit, buf, size);
}

static const char *kernel_sentence(const struct llguard_kernel *kernel)
{
	switch (kernel->status) {
	case LLGUARD_KERNEL_OFF_AT_BOOT:
		return "off at boot: add it to the lsm= of the kernel's command line";
	case LLGUARD_KERNEL_FILTERED:
		return "refused, by a seccomp filter most likely";
	default:
		return "not built into this kernel";
	}
}

static void audit_print(const struct llguard_audit *audit)
{
	const char *reason = llguard_audit_reason(audit->state);

	printf("audit: %s%s%s\n", llguard_audit_state_name(audit->state),
		*reason ? ", " : "", reason);
}

static void kernel_print(const struct llguard_kernel *kernel)
{
	static const char errata[][48] = {
		"TCP sockets are told from others",
		"signals between a process's own threads",
		"disconnected directories",
		"whiteouts are made with make_reg",
	};

	if (!kernel->abi) {
		printf("Landlock: %s\n", kernel_sentence(kernel));
		return;
	}
	printf("Landlock: ABI %u\n", kernel->abi);
	for (unsigned int i = 0; i < 32; i++)
		if (kernel->errata >> i & 1)
			printf("fixed: erratum %u%s%s\n", i + 1,
				i < 4 ? ", " : "", i < 4 ? errata[i] : "");
	if (kernel->flags & LLGUARD_KERNEL_LAYERS)
		printf("layers: %u\n", kernel->layers);
}

static int layers_count(struct llguard_kernel *kernel)
{
	const int err = llguard_kernel_probe_layers(kernel);
	char sentence[256];

	if (!err)
		return 0;
	(void)llguard_error_describe(err, sentence, sizeof(sentence));
	error_usage("--layers", NULL, sentence, NULL, NULL);
	return EXIT_REFUSED;
}

static int self_test(bool quiet)
{
	const int err = llguard_self_test();
	char sentence[256];

	if (err) {
		(void)llguard_error_describe(err, sentence, sizeof(sentence));
		error_usage("--self-test", NULL, sentence, NULL, NULL);
		return EXIT_REFUSED;
	}
	if (!quiet)
		puts("self-test: a denial happened");
	return 0;
}

int cmd_info(int argc, char **argv)
{
	struct info info = { 0 };
	struct args args = { .argc = argc, .argv = argv };
	struct described described = {
		.kernel = LLGUARD_KERNEL_INIT,
		.audit = LLGUARD_AUDIT_INIT,
	};
	int status = 0;
	int err, id;

	while ((id = args_next(&args, options, OPTION_COUNT)) != 0)
		if (id < 0 || option_take(&info, id, &args))
			return EXIT_USAGE;
	if (args.at < argc) {
		error_usage(argv[args.at], NULL, "info takes no argument", NULL,
			"see --help");
		return EXIT_USAGE;
	}
	if (info.help) {
		puts("usage: landlock-guard info [OPTION...]\n"
		     "\n"
		     "Print what this kernel can enforce, and whether its denials can be read.\n");
		args_help(options, OPTION_COUNT);
		return 0;
	}
	err = llguard_kernel_probe(&described.kernel);
	if (!err)
		err = llguard_audit_probe(&described.kernel, &described.audit);
	if (err) {
		error_system("info", -err);
		return EXIT_REFUSED;
	}
	if (info.layers)
		status = layers_count(&described.kernel);
	if (info.json) {
		output_line(stdout, describe, &described);
	} else {
		printf("landlock-guard %s\n", llguard_version());
		kernel_print(&described.kernel);
		audit_print(&described.audit);
	}
	if (info.self_test && self_test(info.json))
		status = EXIT_REFUSED;
	return output_finish() ? EXIT_REFUSED : status;
}
