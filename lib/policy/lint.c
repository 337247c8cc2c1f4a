/* SPDX-License-Identifier: MIT */
/*
 * What a valid policy's author most likely does not mean.  Looked for on request
 * alone: rules are compared with each other here, and nowhere else.
 */
#include "path.h"
#include "preset.h"

#include "../extensible.h"

static const struct lint_row {
	uint32_t severity;
	char code[20];
	char key[12];
	char text[124];
	char hint[92];
} lints[] = {
#define LINT(NAME, severity, code, key, text, hint)                            \
	{ LLGUARD_SEVERITY_##severity, code, key, text, hint },
#include "lint.def"
#undef LINT
};

enum lint {
#define LINT(NAME, severity, code, key, text, hint) LINT_##NAME,
#include "lint.def"
#undef LINT
	LINTS
};

/* The lints of a policy; then each rule has the others. */
#define OF_POLICY LINT_REDUNDANT
#define OF_RULE   (LINTS - OF_POLICY)

/* What a rule allows on path, itself or as part of what is above. */
static uint64_t access_on(const struct llguard_rule *rule, const char *path)
{
	if (!rule->path || rule->kind != LLGUARD_KIND_PATH ||
		!llguard__path_is_below(path, rule->path))
		return 0;
	return rule->flags & LLGUARD_RULE_FILE
		       ? rule->access & LLGUARD_FS_ON_FILE
		       : rule->access;
}

/* What a rule allows on every port from first to last. */
static uint64_t access_on_ports(
	const struct llguard_rule *rule, const struct llguard_rule *ports)
{
	const uint32_t last = ports->port + llguard__rule_ports(ports) - 1;

	return rule->kind == LLGUARD_KIND_PORT && rule->port <= ports->port &&
			       rule->port + llguard__rule_ports(rule) - 1 >=
				       last
		       ? rule->access
		       : 0;
}

static uint64_t access_shared(
	const struct llguard_rule *other, const struct llguard_rule *rule)
{
	return rule->kind == LLGUARD_KIND_PORT ? access_on_ports(other, rule)
					       : access_on(other, rule->path);
}

/* What other allows of what rule is for; in a preset, any of its rules. */
static uint64_t access_of(
	const struct llguard_rule *other, const struct llguard_rule *rule)
{
	struct llguard_rule object;
	uint64_t access = 0;

	if (other->kind != LLGUARD_KIND_PRESET)
		return access_shared(other, rule);
	for (uint32_t i = 0; llguard__preset_rule(other->preset, i, &object);
		i++)
		access |= access_shared(&object, rule);
	return access;
}

static bool is_same_object(
	const struct llguard_rule *a, const struct llguard_rule *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == LLGUARD_KIND_PORT)
		return a->port == b->port &&
		       llguard__rule_ports(a) == llguard__rule_ports(b);
	return llguard__path_is_below(a->path, b->path) &&
	       llguard__path_is_below(b->path, a->path);
}

static bool is_repeated(const struct llguard_policy *policy, uint32_t i)
{
	for (uint32_t n = 0; n < i; n++)
		if (llguard__policy_rule(policy, n)->preset ==
			llguard__policy_rule(policy, i)->preset)
			return true;
	return false;
}

static bool is_redundant(const struct llguard_policy *policy, uint32_t i)
{
	const struct llguard_rule *rule = llguard__policy_rule(policy, i);
	uint64_t wanted = rule->access & policy->handled;
	uint64_t left;

	if (rule->kind == LLGUARD_KIND_PRESET)
		return is_repeated(policy, i);
	if (rule->kind != LLGUARD_KIND_PATH && rule->kind != LLGUARD_KIND_PORT)
		return false;
	/* What it is there for is to deny without a record. */
	if (rule->flags & LLGUARD_RULE_QUIET)
		return false;
	if (rule->flags & LLGUARD_RULE_FILE)
		wanted &= LLGUARD_FS_ON_FILE;
	left = wanted;
	for (uint32_t n = 0; n < policy->rule_count && left; n++) {
		const struct llguard_rule *other =
			llguard__policy_rule(policy, n);

		/* Of two that say the same, the later one is too many. */
		if (n == i ||
			(n > i && is_same_object(other, rule) &&
				!(other->access & policy->handled & ~wanted)))
			continue;
		left &= ~access_of(other, rule);
	}
	return !left;
}

static bool is_terminal(const char *path)
{
	static const char names[][16] = { "/dev/console", "/dev/ptmx",
		"/dev/pts", "/dev/tty" };

	for (size_t i = 0; i < LLGUARD__COUNT(names); i++)
		if (llguard__path_is_below(path, names[i]))
			return true;
	return strlen(path) > 8 && memcmp(path, "/dev/tty", 8) == 0;
}

static bool is_mute_terminal(const struct llguard_policy *policy, uint32_t i)
{
	const struct llguard_rule *rule = llguard__policy_rule(policy, i);
	uint64_t access = 0;

	if (rule->kind != LLGUARD_KIND_PATH || !is_terminal(rule->path) ||
		!(policy->handled & LLGUARD_FS_IOCTL_DEV))
		return false;
	if (!(rule->access & (LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE)))
		return false;
	for (uint32_t n = 0; n < policy->rule_count; n++)
		access |= access_of(llguard__policy_rule(policy, n), rule);
	return !(access & LLGUARD_FS_IOCTL_DEV);
}

static bool any_binds_port_0(const struct llguard_policy *policy)
{
	for (uint32_t i = 0; i < policy->rule_count; i++) {
		const struct llguard_rule *rule =
			llguard__policy_rule(policy, i);

		if (rule->kind == LLGUARD_KIND_PORT && !rule->port &&
			(rule->access & LLGUARD_NET_BIND_UDP))
			return true;
	}
	return false;
}

static bool policy_has(const struct llguard_policy *policy, enum lint lint)
{
	const uint64_t handled = policy->handled;
	const uint64_t fs = handled & LLGUARD_SET_FS;

	switch (lint) {
	case LINT_REFER:
		/* A later stage carries it. */
		return fs && !(fs & LLGUARD_FS_REFER) && !policy->after &&
		       !(policy->flags & LLGUARD_POLICY_KEEP_REFER);
	case LINT_TRUNCATE_OPEN:
		return (fs & LLGUARD_FS_WRITE_FILE) &&
		       !(fs & LLGUARD_FS_TRUNCATE);
	case LINT_UDP_AUTOBIND:
		return (handled & LLGUARD_NET_BIND_UDP) &&
		       !(handled & LLGUARD_NET_CONNECT_SEND_UDP) &&
		       !any_binds_port_0(policy);
	case LINT_PATHNAME_SOCKETS:
		return fs && !(fs & LLGUARD_FS_RESOLVE_UNIX);
	case LINT_PATHNAME_SOCKETS_OLD:
		return (fs & LLGUARD_FS_RESOLVE_UNIX) &&
		       !(policy->require & LLGUARD_FS_RESOLVE_UNIX);
	case LINT_IOCTL_FREE:
		return fs && !(fs & LLGUARD_FS_IOCTL_DEV);
	case LINT_MPTCP:
		return handled &
		       (LLGUARD_NET_BIND_TCP | LLGUARD_NET_CONNECT_TCP);
	default:
		return false;
	}
}

static struct llguard_str text_of(const char *string)
{
	return (struct llguard_str){ *string ? string : NULL, strlen(string) };
}

static void finding_make(struct llguard_finding *finding,
	const struct llguard_policy *policy, enum lint lint, uint32_t rule)
{
	const struct llguard_finding empty = LLGUARD_FINDING_INIT;
	const struct lint_row *row = &lints[lint];
	const uint32_t size = finding->size;

	*finding = empty;
	finding->size = size;
	finding->severity = row->severity;
	finding->rule = rule;
	finding->code = text_of(row->code);
	finding->key = text_of(row->key);
	finding->text = text_of(row->text);
	finding->hint = text_of(row->hint);
	if (rule == LLGUARD_NO_RULE)
		return;
	if (llguard__policy_rule(policy, rule)->path) {
		finding->found =
			text_of(llguard__policy_rule(policy, rule)->path);
	} else if (llguard__policy_rule(policy, rule)->preset) {
		finding->found = text_of(llguard_preset_name(
			llguard__policy_rule(policy, rule)->preset));
	} else {
		finding->found_as = LLGUARD_FOUND_DECIMAL;
		finding->number = llguard__policy_rule(policy, rule)->port;
	}
}

int llguard_policy_check_next(const struct llguard_policy *policy, uint64_t *at,
	struct llguard_finding *finding)
{
	int err;

	if (!at || llguard__size_of(finding) < sizeof(*finding))
		return -EINVAL;
	err = llguard_policy_check(policy, NULL);
	if (err)
		return err;
	while (*at < OF_POLICY) {
		const enum lint lint = (enum lint)(*at)++;

		if (!policy_has(policy, lint))
			continue;
		finding_make(finding, policy, lint, LLGUARD_NO_RULE);
		return 1;
	}
	while ((*at - OF_POLICY) / OF_RULE < policy->rule_count) {
		const uint64_t step = (*at)++ - OF_POLICY;
		const uint32_t i = (uint32_t)(step / OF_RULE);
		const enum lint lint = (enum lint)(OF_POLICY + step % OF_RULE);

		if (!(lint == LINT_REDUNDANT ? is_redundant(policy, i)
					     : is_mute_terminal(policy, i)))
			continue;
		finding_make(finding, policy, lint, i);
		return 1;
	}
	return 0;
}
