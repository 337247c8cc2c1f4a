/* SPDX-License-Identifier: MIT */
#include "event_chain.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

static bool first_is_of(
	const struct event_inputs *inputs, const struct event_state *state)
{
	const struct event_input *input = &inputs->list[0];

	return input->fd >= 0 &&
	       event_state_is_of(state, input->device, input->inode,
		       input->head, input->head_len);
}

/* NAME.n or NAME.n.gz.  Returns as event_inputs_add(). */
static int rotated_add(struct event_inputs *inputs, const char *name, int n)
{
	char rotated[PATH_MAX];
	int found;

	snprintf(rotated, sizeof(rotated), "%s.%d", name, n);
	found = event_inputs_add(inputs, rotated);
	if (found)
		return found;
	snprintf(rotated, sizeof(rotated), "%s.%d.gz", name, n);
	return event_inputs_add(inputs, rotated);
}

int event_chain_open(struct event_inputs *inputs, char *name,
	const struct event_state *state, bool rotated, bool may_miss,
	bool *ret_lost)
{
	const bool searches = state && !state->is_new;
	char *names[] = { name };
	struct stat st;
	int found;

	*ret_lost = false;
	if (may_miss && stat(name, &st)) {
		if (event_inputs_miss(inputs, name))
			return -1;
	} else if (event_inputs_open(inputs, names, 1)) {
		return -1;
	}
	if (!searches && !rotated)
		return 0;
	for (int i = 1; i <= EVENT_INPUTS_FRONT; i++) {
		if (searches && first_is_of(inputs, state))
			return 0;
		found = rotated_add(inputs, name, i);
		if (found < 0)
			return -1;
		if (!found)
			break;
	}
	*ret_lost = searches && !first_is_of(inputs, state);
	return 0;
}
