/* SPDX-License-Identifier: MIT */
#include "cut.h"

#include "../extensible.h"

const struct llguard__cut_field llguard__cut_fields[LLGUARD__CUT_FIELDS] = {
#define CUT_FIELD(name)                                                        \
	{                                                                      \
#name, offsetof(struct llguard_event, name),                   \
			offsetof(struct llguard_cut, name)                     \
	}
	CUT_FIELD(path),
	CUT_FIELD(name),
	CUT_FIELD(dev),
	CUT_FIELD(ocomm),
	CUT_FIELD(comm),
	CUT_FIELD(exe),
	CUT_FIELD(subj),
	CUT_FIELD(cwd),
	CUT_FIELD(proctitle),
	CUT_FIELD(creator_comm),
	CUT_FIELD(creator_exe),
#undef CUT_FIELD
};

/* Whether a byte of UTF-8 goes on with a character. */
static bool goes_on(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Returns whether it was cut. */
static bool string_cut(struct llguard_str *string, size_t most, uint32_t *ret)
{
	size_t n = most;

	*ret = 0;
	if (string->len <= most)
		return false;
	/* Bytes that are no UTF-8 may go on for ever. */
	while (n && most - n < 3 && goes_on(string->ptr[n]))
		n--;
	if (goes_on(string->ptr[n]))
		n = most;
	*ret = (uint32_t)string->len;
	string->len = n;
	return true;
}

int llguard_event_cut(
	struct llguard_event *event, struct llguard_cut *cut, size_t most)
{
	int count = 0;

	if (llguard__size_of(event) < sizeof(*event) ||
		llguard__size_of(cut) < sizeof(*cut) || !most)
		return -EINVAL;
	/* Of nobody, and not written, when the record of the call is missing. */
	if (!event->subject) {
		event->cwd = event->proctitle = (struct llguard_str){ NULL, 0 };
		event->path_count = 0;
	}
	for (size_t i = 0; i < LLGUARD__CUT_FIELDS; i++) {
		const struct llguard__cut_field *field =
			&llguard__cut_fields[i];

		count += string_cut((void *)((char *)event + field->at), most,
			(void *)((char *)cut + field->len_at));
	}
	for (size_t i = 0; i < event->other_count; i++)
		count += string_cut(
			&event->other_value[i], most, &cut->other_value[i]);
	for (size_t i = 0; i < event->path_count; i++)
		count += string_cut(
			&event->path_name[i], most, &cut->path_name[i]);
	if (count) {
		event->flags |= LLGUARD_FLAG_CUT;
		event->cut = cut;
	}
	return count;
}
