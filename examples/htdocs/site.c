/* SPDX-License-Identifier: MIT */
#include "site.h"

#include "http_range.h"
#include "url_path.h"

static void begin(const struct site *site, const struct http_request *request,
	int status, struct response *response)
{
	response_begin(response, status, site->date,
		/* What follows a body that is not read is no request. */
		request->keep_alive && !request->has_body && !site->stopping,
		request->method == HTTP_HEAD);
}

void site_refuse(const struct site *site, int status, struct response *response)
{
	response_begin(response, status, site->date, false, false);
	response_end_status(response);
}

static void redirect(const struct site *site,
	const struct http_request *request, const char *path,
	struct response *response)
{
	const struct text query = url_query(request->target);
	char place[RESPONSE_TEXT_MAX];

	url_path_encode(path, place, sizeof(place));
	begin(site, request, 301, response);
	response_field(response, "Location: %s/%.*s", place, (int)query.len,
		query.ptr);
	response_end_status(response);
	if (response_is_cut(response))
		site_refuse(site, 414, response);
}

static bool is_not_modified(const struct site *site,
	const struct http_request *request, int64_t modified)
{
	int64_t since;

	return request->if_modified_since.ptr && !request->if_none_match &&
	       http_date_parse(request->if_modified_since, site->now, &since) ==
		       0 &&
	       modified <= since;
}

/* The range that counts: of GET alone, and of the version that is meant. */
static enum http_range range_find(const struct site *site,
	const struct http_request *request, const struct file *file,
	uint64_t *first, uint64_t *last)
{
	int64_t since;

	if (!request->range.ptr || request->method != HTTP_GET)
		return HTTP_RANGE_WHOLE;
	if (request->if_range.ptr &&
		(http_date_parse(request->if_range, site->now, &since) ||
			since != file->modified))
		return HTTP_RANGE_WHOLE;
	return http_range_parse(request->range, file->size, first, last);
}

static void file_answer(const struct site *site,
	const struct http_request *request, struct shared_file *shared,
	struct response *response)
{
	const struct file *file = &shared->file;
	uint64_t first = 0, last = 0, length = file->size;
	const enum http_range range =
		range_find(site, request, file, &first, &last);
	char modified[HTTP_DATE_SIZE];

	/* A file from the future would make caches keep what they have. */
	http_date_format(
		file->modified < site->now ? file->modified : site->now,
		modified);
	if (is_not_modified(site, request, file->modified)) {
		begin(site, request, 304, response);
		response_field(response, "Last-Modified: %s", modified);
		response_end_empty(response);
		return;
	}
	if (range == HTTP_RANGE_UNSATISFIABLE) {
		begin(site, request, 416, response);
		response_field(response, "Content-Range: bytes */%llu",
			(unsigned long long)file->size);
		response_end_status(response);
		return;
	}
	begin(site, request, range == HTTP_RANGE_PART ? 206 : 200, response);
	if (range == HTTP_RANGE_PART) {
		length = last - first + 1;
		response_field(response, "Content-Range: bytes %llu-%llu/%llu",
			(unsigned long long)first, (unsigned long long)last,
			(unsigned long long)file->size);
	}
	response_field(response, "Content-Type: %s", file->type);
	response_field(response, "Last-Modified: %s", modified);
	response_field(response, "Accept-Ranges: bytes");
	response_end_file(response, shared, first, length);
}

static void error_answer(const struct site *site,
	const struct http_request *request, int status,
	struct response *response)
{
	begin(site, request, status, response);
	/* Who cannot spell, and who would keep a descriptor that is missing. */
	if (status == 400 || status == 503)
		response->keep_alive = false;
	if (status == 405)
		response_field(response, "Allow: GET, HEAD");
	response_end_status(response);
}

/* Returns 200 with an open file in *ret, else the status and the path. */
static int request_resolve(struct site *site,
	const struct http_request *request, char path[HTTP_HEAD_MAX],
	struct shared_file **ret)
{
	int status;

	if (request->method == HTTP_OTHER)
		return 405;
	if (request->has_body)
		return 413;
	status = url_path_decode(request->target, path, HTTP_HEAD_MAX);
	if (!status && !site->vulnerable)
		status = url_path_normalise(path);
	if (!status)
		status = shared_file_open(&site->files, site->root, path, ret);
	return status;
}

void site_answer(struct site *site, const struct http_request *request,
	struct response *response)
{
	char path[HTTP_HEAD_MAX];
	struct shared_file *file = NULL;
	const int status = request_resolve(site, request, path, &file);

	if (file)
		file_answer(site, request, file, response);
	else if (status == 301)
		redirect(site, request, path, response);
	else
		error_answer(site, request, status, response);
	shared_file_close(file);
}
