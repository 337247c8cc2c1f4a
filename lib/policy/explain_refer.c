/* SPDX-License-Identifier: MIT */
/*
 * Rename and link, which have two places and two errors.
 *
 * Source: current_check_refer_path() and no_more_access() of security/landlock/
 * fs.c.  Between two directories every layer denies refer, as soon as one has
 * filesystem rights, and nothing may have more rights in the new place than in
 * the old one.  A missing right to make or remove is EACCES and comes first; all
 * else is EXDEV.
 */
#include "explain.h"

uint64_t llguard__right_to_make(uint32_t object)
{
	switch (object) {
	case LLGUARD_TARGET_DIRECTORY:
		return LLGUARD_FS_MAKE_DIR;
	case LLGUARD_TARGET_SYMLINK:
		return LLGUARD_FS_MAKE_SYM;
	case LLGUARD_TARGET_CHARACTER:
		return LLGUARD_FS_MAKE_CHAR;
	case LLGUARD_TARGET_BLOCK:
		return LLGUARD_FS_MAKE_BLOCK;
	case LLGUARD_TARGET_FIFO:
		return LLGUARD_FS_MAKE_FIFO;
	case LLGUARD_TARGET_SOCKET:
		return LLGUARD_FS_MAKE_SOCK;
	default:
		return LLGUARD_FS_MAKE_REG;
	}
}

uint64_t llguard__right_to_remove(uint32_t object)
{
	if (object == LLGUARD_TARGET_MISSING)
		return 0;
	return object == LLGUARD_TARGET_DIRECTORY ? LLGUARD_FS_REMOVE_DIR
						  : LLGUARD_FS_REMOVE_FILE;
}

/* One end of the move. */
struct end {
	struct llguard__place itself, parent;
	uint32_t object;
	uint64_t wanted; /* rights in parent, but for refer */
};

static struct end end_of(const char *path, uint32_t which, uint32_t object)
{
	struct end end = {
		.itself = { .path = path, .len = strlen(path), .which = which },
		.object = object,
	};

	end.itself.missing = object == LLGUARD_TARGET_MISSING;
	end.parent = llguard__place_parent(&end.itself);
	return end;
}

/* The rights that an object has in place to and not in place from. */
static uint64_t gain_of(const struct llguard__layer *layer,
	const struct end *from, const struct llguard__cover *from_cover,
	const struct llguard__cover *to_cover)
{
	struct llguard__cover along;
	uint64_t gain;

	llguard__cover_itself(layer, &from->itself, &along);
	gain = to_cover->sure & ~(from_cover->sure | along.sure);
	if (from->object != LLGUARD_TARGET_DIRECTORY)
		gain &= LLGUARD_FS_ON_FILE;
	return gain;
}

/* What one layer says of a move between two directories. */
struct move {
	struct llguard__cover old, new;
	uint64_t lacks_old, lacks_new; /* refer too */
	uint64_t gain, gain_back;
};

static void move_look(const struct llguard__layer *layer, const struct end *old,
	const struct end *new, bool exchange, struct move *ret)
{
	const uint64_t denied = layer->handled | LLGUARD_FS_REFER;

	llguard__cover(layer, &old->parent, &ret->old);
	llguard__cover(layer, &new->parent, &ret->new);
	ret->lacks_old =
		(old->wanted | LLGUARD_FS_REFER) & denied & ~ret->old.sure;
	ret->lacks_new =
		(new->wanted | LLGUARD_FS_REFER) & denied & ~ret->new.sure;
	ret->gain = gain_of(layer, old, &ret->old, &ret->new);
	ret->gain_back =
		exchange ? gain_of(layer, new, &ret->new, &ret->old) : 0;
}

static void refer_deny(struct llguard_answer *answer, int error, uint32_t why,
	uint64_t rights, uint32_t rule, uint32_t path)
{
	answer->verdict = LLGUARD_VERDICT_DENIED;
	answer->error = error;
	answer->why = why;
	answer->rights = rights;
	answer->rule = rule;
	answer->path = path;
}

/* A layer's part, ranked: EACCES of any layer comes before EXDEV. */
static void move_answer(const struct llguard__layer *layer,
	const struct end *old, const struct end *new, const struct move *move,
	struct llguard_answer *ret)
{
	const uint64_t refer = LLGUARD_FS_REFER;

	if (move->lacks_old & ~refer)
		refer_deny(ret, EACCES, LLGUARD_WHY_NO_RULE,
			move->lacks_old & ~refer, move->old.nearest,
			old->itself.which);
	else if (move->lacks_new & ~refer)
		refer_deny(ret, EACCES, LLGUARD_WHY_NO_RULE,
			move->lacks_new & ~refer, move->new.nearest,
			new->itself.which);
	else if (move->lacks_old)
		refer_deny(ret, EXDEV, LLGUARD_WHY_REFER, refer,
			move->old.nearest, old->itself.which);
	else if (move->lacks_new)
		refer_deny(ret, EXDEV, LLGUARD_WHY_REFER, refer,
			move->new.nearest, new->itself.which);
	else if (move->gain)
		refer_deny(ret, EXDEV, LLGUARD_WHY_GAIN, move->gain,
			llguard__rule_allowing(layer, &new->parent, move->gain),
			new->itself.which);
	else if (move->gain_back)
		refer_deny(ret, EXDEV, LLGUARD_WHY_GAIN, move->gain_back,
			llguard__rule_allowing(
				layer, &old->parent, move->gain_back),
			old->itself.which);
}

/* A rule that nobody can place may allow what lacks, or make the gain. */
static bool move_is_sure(const struct move *move)
{
	if (!move->old.perhaps && !move->new.perhaps)
		return true;
	return (move->lacks_old & ~move->old.perhaps) ||
	       (move->lacks_new & ~move->new.perhaps);
}

static void move_explain(const struct llguard__case *the_case,
	const struct end *old, const struct end *new, bool exchange,
	struct llguard_answer *answer)
{
	struct llguard_answer exdev = *answer;

	for (uint32_t stage = the_case->count; stage-- > 0;) {
		const struct llguard__layer *layer = &the_case->layers[stage];
		struct llguard_answer part = LLGUARD_ANSWER_INIT;
		struct move move;

		if (!layer->handled)
			continue;
		move_look(layer, old, new, exchange, &move);
		part.stage = stage;
		if (!move_is_sure(&move)) {
			part.verdict = LLGUARD_VERDICT_UNKNOWN;
			part.why = LLGUARD_WHY_UNRESOLVED;
			part.rule = move.old.unresolved;
		} else {
			part.verdict = LLGUARD_VERDICT_ALLOWED;
			part.why = LLGUARD_WHY_RULE;
			part.rights = LLGUARD_FS_REFER;
			part.path = new->itself.which;
			part.rule = llguard__rule_allowing(
				layer, &new->parent, LLGUARD_FS_REFER);
			move_answer(layer, old, new, &move, &part);
		}
		llguard__answer_add(
			part.error == EXDEV ? &exdev : answer, &part);
	}
	llguard__answer_add(answer, &exdev);
}

void llguard__explain_refer(const struct llguard__case *the_case,
	const struct llguard_query *query, struct llguard_answer *answer)
{
	const bool exchange = query->flags & LLGUARD_QUERY_EXCHANGE;
	struct end old = end_of(query->path, 1, query->object);
	struct end new = end_of(query->path_2, 2, query->object_2);

	new.wanted = llguard__right_to_make(query->object);
	if (exchange)
		old.wanted = llguard__right_to_make(query->object_2);
	if (query->operation == LLGUARD_OPERATION_RENAME) {
		old.wanted |= llguard__right_to_remove(query->object);
		new.wanted |= llguard__right_to_remove(query->object_2);
	}
	if (llguard__place_same(&old.parent, &new.parent)) {
		llguard__explain_access(
			the_case, &new.parent, old.wanted | new.wanted, answer);
		return;
	}
	if (!the_case->has_fs)
		return;
	/* The first ABI looks no further than at the two directories. */
	if (!(the_case->known & LLGUARD_FS_REFER)) {
		answer->stage = the_case->count - 1;
		while (!(the_case->layers[answer->stage].handled &
			 LLGUARD_SET_FS))
			answer->stage--;
		refer_deny(answer, EXDEV, LLGUARD_WHY_REFER, LLGUARD_FS_REFER,
			LLGUARD_NO_RULE, 2);
		return;
	}
	move_explain(the_case, &old, &new, exchange, answer);
}
