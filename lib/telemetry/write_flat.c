/* SPDX-License-Identifier: MIT */
/*
 * An event as one JSON object without nesting.
 */
#include "cut.h"
#include "flat.h"
#include "names.h"
#include "write_status.h"

#include "../json_out.h"

bool llguard__flat_title(
	struct llguard__text *text, const struct llguard_str *title)
{
	const char *at = title->ptr;
	size_t left = title->len;
	const char *stop;
	bool lossy = false;

	while (left && (stop = memchr(at, '\0', left))) {
		(void)llguard__json_string(text, at, (size_t)(stop - at));
		LLGUARD__TEXT(text, " ");
		left -= (size_t)(stop - at) + 1;
		at = stop + 1;
		lossy = true;
	}
	return llguard__json_string(text, at, left) || lossy;
}

void llguard__flat_abstract(
	struct llguard__text *text, const struct llguard_str *path)
{
	const bool is_abstract = path->len && !path->ptr[0];

	if (is_abstract)
		LLGUARD__TEXT(text, "@");
	(void)llguard__json_string(
		text, path->ptr + is_abstract, path->len - is_abstract);
}

/* A string that is not written as it is, and its bytes. */
static void special_write(
	struct llguard__json *json, const struct llguard__flat *flat)
{
	bool lossy = true;

	llguard__json_key(json, flat->key, "");
	LLGUARD__TEXT(&json->text, "\"");
	if (flat->type == LLGUARD__FLAT_TITLE)
		lossy = llguard__flat_title(&json->text, &flat->text);
	else
		llguard__flat_abstract(&json->text, &flat->text);
	LLGUARD__TEXT(&json->text, "\"");
	if (lossy)
		llguard__json_hex(
			json, flat->key, flat->text.ptr, flat->text.len);
}

void llguard__flat_write(
	struct llguard__json *json, const struct llguard__flat *flat)
{
	switch (flat->type) {
	case LLGUARD__FLAT_TEXT:
		llguard__json_bytes(
			json, flat->key, flat->text.ptr, flat->text.len);
		break;
	case LLGUARD__FLAT_TITLE:
	case LLGUARD__FLAT_ABSTRACT:
		special_write(json, flat);
		break;
	case LLGUARD__FLAT_NUMBER:
		llguard__json_u64(json, flat->key, flat->number);
		break;
	case LLGUARD__FLAT_NEGATIVE:
		llguard__json_key(json, flat->key, "");
		LLGUARD__TEXT(&json->text, "-");
		llguard__text_u64(&json->text, flat->number);
		break;
	case LLGUARD__FLAT_BOOL:
		llguard__json_bool(json, flat->key, flat->number);
		break;
	default:
		break;
	}
}

static void lens_write(
	struct llguard__json *json, const struct llguard_cut *cut)
{
	for (size_t i = 0; i < LLGUARD__CUT_FIELDS; i++) {
		const struct llguard__cut_field *field =
			&llguard__cut_fields[i];
		const uint32_t len = llguard__cut_len(cut, field);

		if (!len)
			continue;
		llguard__json_key(json, field->key, "_len");
		llguard__text_u64(&json->text, len);
	}
}

int llguard_event_describe_flat(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__json json;

	if (event && event->kind == LLGUARD_EVENT_LOSS)
		return llguard__loss_describe_json(event, buf, size);
	if (!event ||
		!llguard__json_begin(&json,
			llguard__event_kind(event->kind)->text, buf, size))
		return -EINVAL;
	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		struct llguard__flat flat;

		llguard__flat_get(event, i, &flat);
		llguard__flat_write(&json, &flat);
	}
	if (event->cut)
		lens_write(&json, event->cut);
	return llguard__json_end(&json);
}
