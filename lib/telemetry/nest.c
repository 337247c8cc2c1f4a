/* SPDX-License-Identifier: MIT */
#include "nest.h"

#include "flat.h"
#include "write_status.h"

struct llguard__nest llguard__nest_open(
	struct llguard__json *json, const char *key, char bracket)
{
	const struct llguard__nest nest = { json->text.len, json->member };

	llguard__json_open(json, key, bracket);
	return nest;
}

void llguard__nest_close(
	struct llguard__json *json, struct llguard__nest nest, char bracket)
{
	if (json->member) {
		llguard__json_close(json, bracket);
		return;
	}
	json->text.len = nest.len;
	json->member = nest.member;
}

void llguard__nest_string(struct llguard__json *json, const char *key,
	const struct llguard_str *value)
{
	if (!value->ptr)
		return;
	llguard__json_key(json, key, "");
	LLGUARD__TEXT(&json->text, "\"");
	(void)llguard__json_string(&json->text, value->ptr, value->len);
	LLGUARD__TEXT(&json->text, "\"");
}

void llguard__nest_title(struct llguard__json *json, const char *key,
	const struct llguard_str *value)
{
	if (!value->ptr)
		return;
	llguard__json_key(json, key, "");
	LLGUARD__TEXT(&json->text, "\"");
	(void)llguard__flat_title(&json->text, value);
	LLGUARD__TEXT(&json->text, "\"");
}

void llguard__nest_bytes(struct llguard__json *json, const char *key,
	const struct llguard_str *value)
{
	if (value->ptr)
		llguard__json_bytes(json, key, value->ptr, value->len);
}

void llguard__nest_hex(struct llguard__json *json, const char *key,
	const struct llguard_str *value)
{
	struct llguard__text nowhere;

	if (!value->ptr)
		return;
	(void)llguard__text_begin(&nowhere, NULL, 0);
	if (llguard__json_string(&nowhere, value->ptr, value->len))
		llguard__json_hex(json, key, value->ptr, value->len);
}

void llguard__nest_abstract(struct llguard__json *json, const char *key,
	const struct llguard_str *value)
{
	llguard__json_key(json, key, "");
	LLGUARD__TEXT(&json->text, "\"");
	llguard__flat_abstract(&json->text, value);
	LLGUARD__TEXT(&json->text, "\"");
}

void llguard__nest_array(struct llguard__json *json, const char *key,
	const struct llguard_str *value, char by)
{
	const char *at = value->ptr;
	size_t left = value->len;
	bool lossy = false;

	if (!at)
		return;
	llguard__json_open(json, key, '[');
	for (;;) {
		const char *const stop = left ? memchr(at, by, left) : NULL;
		const size_t n = stop ? (size_t)(stop - at) : left;

		llguard__json_key(json, NULL, "");
		LLGUARD__TEXT(&json->text, "\"");
		lossy |= llguard__json_string(&json->text, at, n);
		LLGUARD__TEXT(&json->text, "\"");
		if (!stop)
			break;
		at = stop + 1;
		left -= n + 1;
	}
	llguard__json_close(json, ']');
	if (lossy)
		llguard__json_hex(json, key, value->ptr, value->len);
}

void llguard__nest_number(
	struct llguard__json *json, const char *key, bool there, uint64_t value)
{
	if (there)
		llguard__json_u64(json, key, value);
}

void llguard__nest_id(
	struct llguard__json *json, const char *key, bool there, uint64_t value)
{
	if (!there)
		return;
	llguard__json_key(json, key, "");
	LLGUARD__TEXT(&json->text, "\"");
	llguard__text_u64(&json->text, value);
	LLGUARD__TEXT(&json->text, "\"");
}

void llguard__nest_time(struct llguard__json *json, const char *key,
	uint64_t seconds, uint32_t milliseconds)
{
	if (seconds <= UINT64_C(253402300799))
		llguard__time_member(json, key, seconds, milliseconds);
}

struct llguard_str llguard__nest_base(const struct llguard_str *path)
{
	size_t at = path->len;

	while (at && path->ptr[at - 1] != '/')
		at--;
	if (at == path->len)
		return *path;
	return (struct llguard_str){ path->ptr + at, path->len - at };
}

void llguard__nest_paths(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__nest nest =
		llguard__nest_open(json, "paths", '[');

	for (uint32_t i = 0; i < event->path_count; i++) {
		llguard__json_open(json, NULL, '{');
		llguard__nest_bytes(json, "name", &event->path_name[i]);
		llguard__nest_bytes(json, "nametype", &event->path_nametype[i]);
		llguard__json_close(json, '}');
	}
	llguard__nest_close(json, nest, ']');
}
