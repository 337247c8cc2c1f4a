/* SPDX-License-Identifier: MIT */
/*
 * Which rules cover a place.  Paths are compared by component; a rule about a
 * directory is about all below it.
 */
#include "explain.h"
#include "object.h"

#define DEPTH_NONE UINT32_MAX

static size_t slashes_skip(const char *path, size_t len, size_t at)
{
	while (at < len && path[at] == '/')
		at++;
	return at;
}

static size_t component_end(const char *path, size_t len, size_t at)
{
	while (at < len && path[at] != '/')
		at++;
	return at;
}

struct llguard__place llguard__place_parent(const struct llguard__place *place)
{
	struct llguard__place parent = *place;

	while (parent.len && parent.path[parent.len - 1] == '/')
		parent.len--;
	while (parent.len && parent.path[parent.len - 1] != '/')
		parent.len--;
	parent.missing = false;
	return parent;
}

/* "." in a rule's path is no component. */
static size_t rule_component(
	const char *path, size_t len, size_t at, size_t *ret_end)
{
	for (;;) {
		at = slashes_skip(path, len, at);
		*ret_end = component_end(path, len, at);
		if (*ret_end - at != 1 || path[at] != '.')
			return at;
		at = *ret_end;
	}
}

/* A rule's path that may lead anywhere. */
static bool is_unresolved(const char *path)
{
	const size_t len = strlen(path);
	size_t end;

	if (path[0] != '/')
		return true;
	for (size_t at = 0; at < len; at = end) {
		at = rule_component(path, len, at, &end);
		if (end - at == 2 && memcmp(path + at, "..", 2) == 0)
			return true;
	}
	return false;
}

/*
 * How many components the place's path has in common with over, all of over's:
 * DEPTH_NONE when over is no directory above it, nor the place itself.
 */
static uint32_t depth_below(
	const char *over, const struct llguard__place *place, bool *ret_itself)
{
	const size_t len = strlen(over);
	size_t at, end = 0, place_at = 0;
	uint32_t depth = 0;

	for (;; depth++) {
		size_t place_end;

		at = rule_component(over, len, end, &end);
		place_at = slashes_skip(place->path, place->len, place_at);
		place_end = component_end(place->path, place->len, place_at);
		if (at == end)
			break;
		if (end - at != place_end - place_at ||
			memcmp(over + at, place->path + place_at, end - at) !=
				0)
			return DEPTH_NONE;
		place_at = place_end;
	}
	*ret_itself = place_at == place->len;
	return depth;
}

bool llguard__place_same(
	const struct llguard__place *a, const struct llguard__place *b)
{
	size_t at = 0, b_at = 0;

	for (;;) {
		size_t end, b_end;

		at = slashes_skip(a->path, a->len, at);
		b_at = slashes_skip(b->path, b->len, b_at);
		end = component_end(a->path, a->len, at);
		b_end = component_end(b->path, b->len, b_at);
		if (end - at != b_end - b_at ||
			memcmp(a->path + at, b->path + b_at, end - at) != 0)
			return false;
		if (at == end)
			return true;
		at = end;
		b_at = b_end;
	}
}

/* What a rule can allow in its layer, wherever it stands. */
static uint64_t rule_rights(
	const struct llguard__layer *layer, const struct llguard_rule *rule)
{
	uint64_t rights = rule->access & layer->handled;

	if (rule->flags & LLGUARD_RULE_FILE)
		rights &= LLGUARD_FS_ON_FILE;
	return rights;
}

/* A rule nobody can place. */
static void perhaps_add(
	struct llguard__cover *cover, uint64_t rights, uint32_t i)
{
	if (!rights)
		return;
	cover->perhaps |= rights;
	if (cover->unresolved == LLGUARD_NO_RULE)
		cover->unresolved = i;
}

static bool rule_is_fs(const struct llguard_rule *rule)
{
	return llguard__kind_set(rule->kind) == LLGUARD_SET_FS;
}

static void cover_by_rules(const struct llguard__layer *layer,
	const struct llguard__place *place, bool itself_alone,
	struct llguard__cover *ret)
{
	struct llguard__objects at = { 0 };
	struct llguard_rule rule;
	uint32_t deepest = 0;

	while (llguard__object_next(layer->policy, &at, &rule)) {
		const uint64_t rights = rule_rights(layer, &rule);
		bool itself = false;
		uint32_t depth;

		if (!rule_is_fs(&rule))
			continue;
		if (rule.kind != LLGUARD_KIND_PATH ||
			is_unresolved(rule.path)) {
			perhaps_add(ret, rights, at.from);
			continue;
		}
		depth = depth_below(rule.path, place, &itself);
		if (depth == DEPTH_NONE || (itself && place->missing) ||
			(itself_alone && !itself))
			continue;
		ret->sure |= rights;
		if (ret->nearest == LLGUARD_NO_RULE || depth > deepest) {
			ret->nearest = at.from;
			deepest = depth;
		}
	}
}

static const struct llguard__cover cover_none = {
	.nearest = LLGUARD_NO_RULE,
	.unresolved = LLGUARD_NO_RULE,
};

void llguard__cover(const struct llguard__layer *layer,
	const struct llguard__place *place, struct llguard__cover *ret)
{
	*ret = cover_none;
	cover_by_rules(layer, place, false, ret);
	if (layer->carries)
		ret->sure |= LLGUARD_FS_REFER;
}

void llguard__cover_itself(const struct llguard__layer *layer,
	const struct llguard__place *place, struct llguard__cover *ret)
{
	*ret = cover_none;
	cover_by_rules(layer, place, true, ret);
}

uint32_t llguard__rule_allowing(const struct llguard__layer *layer,
	const struct llguard__place *place, uint64_t rights)
{
	struct llguard__objects at = { 0 };
	struct llguard_rule rule;

	while (llguard__object_next(layer->policy, &at, &rule)) {
		bool itself = false;

		if (rule.kind != LLGUARD_KIND_PATH ||
			!(rule_rights(layer, &rule) & rights) ||
			is_unresolved(rule.path))
			continue;
		if (depth_below(rule.path, place, &itself) != DEPTH_NONE &&
			!(itself && place->missing))
			return at.from;
	}
	return LLGUARD_NO_RULE;
}

static bool is_port_of(const struct llguard_rule *rule, uint32_t port)
{
	const uint32_t last = rule->port_last ? rule->port_last : rule->port;

	return rule->kind == LLGUARD_KIND_PORT && rule->port <= port &&
	       port <= last;
}

void llguard__cover_port(const struct llguard__layer *layer, uint32_t port,
	struct llguard__cover *ret)
{
	struct llguard__objects at = { 0 };
	struct llguard_rule rule;

	*ret = cover_none;
	while (llguard__object_next(layer->policy, &at, &rule)) {
		if (!is_port_of(&rule, port))
			continue;
		ret->sure |= rule.access & layer->handled;
		if (ret->nearest == LLGUARD_NO_RULE)
			ret->nearest = at.from;
	}
}

uint32_t llguard__rule_allowing_port(
	const struct llguard__layer *layer, uint32_t port, uint64_t rights)
{
	struct llguard__objects at = { 0 };
	struct llguard_rule rule;

	while (llguard__object_next(layer->policy, &at, &rule)) {
		if (is_port_of(&rule, port) &&
			(rule.access & layer->handled & rights))
			return at.from;
	}
	return LLGUARD_NO_RULE;
}
