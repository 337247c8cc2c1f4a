/* SPDX-License-Identifier: MIT */
#include "policy_args.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "errors.h"
#include "path_same.h"
#include "program_find.h"

/*
 * What is denied when --level is not given.  It stays when newer ABIs come: an
 * upgrade must not take rights from programs that ran before.
 */
#define LEVEL_DEFAULT 9

static int rule_add(struct policy_args *policy, const char *option,
	const struct llguard_rule *rule)
{
	const size_t count = (size_t)policy->count + 1;
	struct llguard_rule *rules;
	const char **options;

	for (uint32_t i = 0; i < policy->count; i++) {
		struct llguard_rule *old = &policy->rules[i];

		if (old->kind != rule->kind || old->port != rule->port ||
			old->port_last != rule->port_last ||
			old->preset != rule->preset ||
			(rule->path && !path_same(old->path, rule->path)))
			continue;
		old->access |= rule->access;
		return 0;
	}
	rules = realloc(policy->rules, count * sizeof(*rules));
	if (rules)
		policy->rules = rules;
	options = realloc(policy->options, count * sizeof(*options));
	if (options)
		policy->options = options;
	if (!rules || !options) {
		error_system(option, ENOMEM);
		return -1;
	}
	policy->rules[policy->count] = *rule;
	policy->options[policy->count] = option;
	policy->count++;
	return 0;
}

static int path_take(
	struct policy_args *policy, const struct args *args, uint64_t access)
{
	const struct llguard_rule rule = LLGUARD_PATH(args->value, access);

	return rule_add(policy, args->option, &rule);
}

/* "80", or "8000-8099". */
static int port_take(
	struct policy_args *policy, const struct args *args, uint64_t access)
{
	static const char expected[] = "a port from 0 to 65535";
	struct llguard_rule rule = LLGUARD_PORT(0, access);
	const char *dash = strchr(args->value, '-');
	struct args part = *args;
	char first[8];

	if (!dash || dash == args->value ||
		(size_t)(dash - args->value) >= sizeof(first)) {
		if (args_number(args, 65535, expected, &rule.port))
			return -1;
		return rule_add(policy, args->option, &rule);
	}
	memcpy(first, args->value, (size_t)(dash - args->value));
	first[dash - args->value] = '\0';
	part.value = first;
	if (args_number(&part, 65535, expected, &rule.port))
		return -1;
	part.value = dash + 1;
	if (args_number(&part, 65535, expected, &rule.port_last))
		return -1;
	if (rule.port_last < rule.port) {
		error_usage(args->option, args->value, "ends before it begins",
			"FIRST-LAST", NULL);
		return -1;
	}
	return rule_add(policy, args->option, &rule);
}

static int preset_take(struct policy_args *policy, const struct args *args)
{
	struct llguard_rule rule = LLGUARD_PRESET(
		llguard_preset_from_name(args->value, strlen(args->value)));
	char known[256] = "";
	size_t len = 0;

	if (rule.preset)
		return rule_add(policy, args->option, &rule);
	for (uint32_t id = 1; llguard_preset_name(id) && len < sizeof(known);
		id++)
		len += (size_t)snprintf(known + len, sizeof(known) - len,
			"%s%s", len ? ", " : "", llguard_preset_name(id));
	error_usage(args->option, args->value, "is not a preset", known,
		"see list presets");
	return -1;
}

static int scope_take(struct policy_args *policy, const struct args *args)
{
	if (strcmp(args->value, "signal") == 0)
		policy->scopes |= LLGUARD_SCOPE_SIGNAL;
	else if (strcmp(args->value, "abstract") == 0)
		policy->scopes |= LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET;
	else {
		error_usage(args->option, args->value, "is not a scope",
			"signal or abstract", NULL);
		return -1;
	}
	return 0;
}

static int unrestricted_take(
	struct policy_args *policy, const struct args *args)
{
	if (strcmp(args->value, "fs") == 0)
		policy->unrestricted |= LLGUARD_SET_FS;
	else if (strcmp(args->value, "net") == 0)
		policy->unrestricted |= LLGUARD_SET_NET;
	else if (strcmp(args->value, "scope") == 0)
		policy->unrestricted |= LLGUARD_SET_SCOPE;
	else {
		error_usage(args->option, args->value, "is not a set of rights",
			"fs, net or scope", NULL);
		return -1;
	}
	return 0;
}

static int level_take(struct policy_args *policy, const struct args *args)
{
	if (args_number(args, LLGUARD_ABI_NEWEST, "an ABI from 1 to 12",
		    &policy->level))
		return -1;
	if (policy->level)
		return 0;
	error_usage(args->option, args->value, "denies nothing",
		"an ABI from 1 to 12", NULL);
	return -1;
}

int policy_args_take(
	struct policy_args *policy, int id, const struct args *args)
{
	switch (id) {
	case POLICY_RO:
		return path_take(policy, args, LLGUARD_FS_READ);
	case POLICY_ROX:
		return path_take(policy, args, LLGUARD_FS_READ_EXECUTE);
	case POLICY_RW:
		return path_take(policy, args, LLGUARD_FS_READ_WRITE);
	case POLICY_RWX:
		return path_take(policy, args, LLGUARD_FS_READ_WRITE_EXECUTE);
	case POLICY_BIND_TCP:
		return port_take(policy, args, LLGUARD_NET_BIND_TCP);
	case POLICY_CONNECT_TCP:
		return port_take(policy, args, LLGUARD_NET_CONNECT_TCP);
	case POLICY_BIND_UDP:
		return port_take(policy, args, LLGUARD_NET_BIND_UDP);
	case POLICY_CONNECT_UDP:
		return port_take(policy, args, LLGUARD_NET_CONNECT_SEND_UDP);
	case POLICY_PRESET:
		return preset_take(policy, args);
	case POLICY_SCOPE:
		return scope_take(policy, args);
	case POLICY_UNRESTRICTED:
		return unrestricted_take(policy, args);
	case POLICY_LEVEL:
		return level_take(policy, args);
	case POLICY_LOG_SAME_EXEC_OFF:
		policy->flags |= LLGUARD_LOG_SAME_EXEC_OFF;
		return 0;
	case POLICY_LOG_NEW_EXEC_ON:
		policy->flags |= LLGUARD_LOG_NEW_EXEC_ON;
		return 0;
	case POLICY_LOG_SUBDOMAINS_OFF:
		policy->flags |= LLGUARD_LOG_SUBDOMAINS_OFF;
		return 0;
	case POLICY_ADD_EXEC:
		policy->add_exec = true;
		return 0;
	case POLICY_LDD:
		policy->ldd = true;
		return 0;
	case POLICY_LDD_PATH:
		policy->closure.library_path = args->value;
		return 0;
	default:
		policy->flags |= LLGUARD_POLICY_STRICT;
		return 0;
	}
}

static int closure_take(struct policy_args *policy, const char *path)
{
	struct closure *closure = &policy->closure;
	const char *const option = "--ldd";

	closure->option = option;
	closure->path = getenv("PATH");
	if (closure_program(closure, path))
		return -1;
	for (size_t i = 0; i < closure->file_count; i++) {
		const struct llguard_rule rule = LLGUARD_PATH(
			closure->files[i].path, closure->files[i].access);

		if (rule_add(policy, option, &rule))
			return -1;
	}
	return 0;
}

/* The program's own rule is for the file that its path leads to. */
static int program_take(struct policy_args *policy, const char *path)
{
	struct llguard_rule rule =
		LLGUARD_PATH(NULL, LLGUARD_FS_READ_FILE | LLGUARD_FS_EXECUTE);

	policy->program = realpath(path, NULL);
	rule.path = policy->program;
	if (rule.path)
		return rule_add(policy, "--add-exec", &rule);
	error_usage("--add-exec", path, strerror(errno), NULL, NULL);
	return -1;
}

int policy_args_program(
	struct policy_args *policy, const char *program, int usage)
{
	const char *option = policy->ldd ? "--ldd" : "--add-exec";
	char *path;
	int err = 0;

	if (policy->closure.library_path && !policy->ldd) {
		error_usage("--ldd-path", NULL, "does nothing without --ldd",
			NULL, "add --ldd, or leave it out");
		return usage;
	}
	if (!policy->add_exec && !policy->ldd)
		return 0;
	if (!program) {
		error_usage(option, NULL, "the program is missing",
			"[--] PROGRAM [ARGUMENT...]", NULL);
		return usage;
	}
	path = program_find(program, getenv("PATH"));
	if (!path) {
		const int number = errno;

		error_usage(option, program, strerror(number),
			"an executable file, or the name of one in PATH", NULL);
		return number == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
	}
	if (policy->add_exec)
		err = program_take(policy, path);
	if (!err && policy->ldd)
		err = closure_take(policy, path);
	free(path);
	return err ? EXIT_SETUP : 0;
}

void policy_args_free(struct policy_args *policy)
{
	free(policy->rules);
	free(policy->options);
	free(policy->program);
	closure_free(&policy->closure);
}

int policy_args_finish(
	const struct policy_args *args, struct llguard_policy *ret)
{
	const struct llguard_policy init = LLGUARD_POLICY_NO_RULES(0);
	uint64_t handled =
		llguard_abi_mask(args->level ? args->level : LEVEL_DEFAULT);

	if (args->scopes && (args->unrestricted & LLGUARD_SET_SCOPE)) {
		error_usage("--scope", NULL, "contradicts --unrestricted scope",
			NULL, "leave one of them out");
		return -1;
	}
	if (args->scopes)
		handled = (handled & ~LLGUARD_SET_SCOPE) | args->scopes;
	*ret = init;
	ret->handled = handled & ~args->unrestricted;
	ret->flags = args->flags;
	ret->rules = args->rules;
	ret->rule_count = args->count;
	return 0;
}

/* The library's hints speak to the author of a C program. */
static const char *hint_for(const struct llguard_finding *finding)
{
	static const struct {
		const char *code, *hint;
	} hints[] = {
		{ "not_handled",
			"drop the option, or what takes its set out: --unrestricted, --level" },
		{ "refer", "use --level 2 or more" },
		{ "truncate_open", "use --level 3 or more" },
		{ "ioctl_free", "use --level 5 or more" },
		{ "pathname_sockets",
			"use --level 9 or more, and --strict where it must hold" },
		{ "udp_autobind", "use --level 10 or more" },
		{ "redundant_rule",
			"leave it out; an option never takes away what another allows" },
		{ "tty_ioctl", "use --rw, or --preset tty_1" },
		{ "range_too_long", "split it, or use --unrestricted net" },
		{ "nothing_handled", "leave out one --unrestricted" },
		{ "missing_path", "create it, or leave the option out" },
		{ "directory_rights", "name the file's directory" },
		{ "path_denied", "run it as a user who may search it" },
		{ "required_right", "boot a newer kernel, or drop --strict" },
		{ "strict", "boot a newer kernel, or drop --strict" },
		{ "no_landlock", "drop --strict to run without" },
		{ "nothing_enforced", "use --strict to refuse to run" },
		{ "layers",
			"something that started this program has used them" },
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strlen(hints[i].code) == finding->code.len &&
			memcmp(hints[i].code, finding->code.ptr,
				finding->code.len) == 0)
			return hints[i].hint;
	return finding->hint.ptr;
}

/* The option and its value, as they were typed, stand for the rule. */
static void rule_name(struct llguard_finding *finding,
	const struct llguard_rule *rule, const char *option)
{
	finding->key = str(option);
	finding->found = str(rule->path && *rule->path ? rule->path : NULL);
	finding->found_as = LLGUARD_FOUND_TEXT;
	if (rule->preset) {
		finding->found = str(llguard_preset_name(rule->preset));
	} else if (!rule->path) {
		finding->found_as = LLGUARD_FOUND_DECIMAL;
		finding->number = rule->port;
	}
}

void policy_args_name(const struct policy_args *args,
	const struct llguard_policy *policy, struct llguard_finding *finding)
{
	const uint64_t udp =
		LLGUARD_NET_BIND_UDP | LLGUARD_NET_CONNECT_SEND_UDP;
	const bool is_udp = finding->rule != LLGUARD_NO_RULE &&
			    (policy->rules[finding->rule].access & udp) &&
			    !(policy->handled & udp);

	finding->key = str(NULL);
	if (finding->rule != LLGUARD_NO_RULE)
		rule_name(finding, &policy->rules[finding->rule],
			args->options[finding->rule]);
	finding->hint =
		str(is_udp ? "use --level 10 or more" : hint_for(finding));
	finding->rule = LLGUARD_NO_RULE;
}

void policy_args_error(const struct policy_args *args,
	const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	if (llguard_report_explain(policy, report, &finding) != 1)
		return;
	policy_args_name(args, policy, &finding);
	error_print(&finding);
}

int policy_args_report(
	const struct policy_args *args, struct llguard_report *ret)
{
	const struct llguard_report init = LLGUARD_REPORT_INIT;

	*ret = init;
	ret->result_size = sizeof(struct llguard_rule_result);
	ret->result_capacity = args->count;
	ret->results = calloc(args->count + 1, sizeof(*ret->results));
	if (ret->results)
		return 0;
	error_system("memory", ENOMEM);
	return -1;
}
