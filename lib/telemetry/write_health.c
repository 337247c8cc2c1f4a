/* SPDX-License-Identifier: MIT */
#include "write_health.h"

#include "nest.h"
#include "ocsf_class.h"
#include "write_status.h"

/* One such line: of a reader, or of a loss. */
struct health {
	const struct llguard_reader *reader;
	struct llguard_str state;
	struct llguard_str why;
	uint64_t count;
	uint64_t seconds;
	uint32_t milliseconds;
};

typedef void health_writer(
	struct llguard__json *json, const struct health *health);

static void health_sentence(
	struct llguard__json *json, const struct health *health)
{
	struct llguard__text *text = &json->text;

	llguard__json_key(json, "message", "");
	if (health->reader) {
		LLGUARD__TEXT(text, "\"Reading of audit records: ");
		(void)llguard__json_string(
			text, health->state.ptr, health->state.len);
	} else {
		LLGUARD__TEXT(text, "\"Audit records were lost: ");
		llguard__text_u64(text, health->count);
	}
	if (health->why.len)
		LLGUARD__TEXT(text, ", ");
	(void)llguard__json_string(text, health->why.ptr, health->why.len);
	LLGUARD__TEXT(text, "\"");
}

static void health_object(
	struct llguard__json *json, const struct health *health)
{
	llguard__json_open(json, "landlock", '{');
	llguard__json_open(json, health->reader ? "status" : "loss", '{');
	if (health->reader)
		llguard__nest_bytes(json, "state", &health->state);
	llguard__nest_bytes(json, "why", &health->why);
	for (size_t i = 0; health->reader && i < LLGUARD__COUNTERS; i++)
		llguard__json_u64(json, llguard__counter_name(i),
			llguard__counter(health->reader, i));
	if (!health->reader)
		llguard__json_u64(json, "count", health->count);
	llguard__json_close(json, '}');
	llguard__json_close(json, '}');
}

static void health_ecs(struct llguard__json *json, const struct health *health)
{
	const bool is_status = health->reader != NULL;

	llguard__nest_time(
		json, "@timestamp", health->seconds, health->milliseconds);
	llguard__json_open(json, "ecs", '{');
	llguard__json_text(json, "version", LLGUARD__ECS_VERSION);
	llguard__json_close(json, '}');
	health_sentence(json, health);
	llguard__json_open(json, "event", '{');
	llguard__json_text(
		json, "kind", is_status ? "metric" : "pipeline_error");
	llguard__json_text(json, "module", "landlock");
	llguard__json_text(json, "dataset", "landlock.audit");
	llguard__json_text(json, "action",
		is_status ? "landlock-status" : "landlock-loss");
	if (health->why.len)
		llguard__nest_string(json, "reason", &health->why);
	llguard__json_close(json, '}');
	health_object(json, health);
}

static void health_ocsf(struct llguard__json *json, const struct health *health)
{
	const struct llguard__ocsf ocsf = { LLGUARD__OCSF_KERNEL,
		LLGUARD__OCSF_OTHER, health->reader ? "Status" : "Loss" };

	llguard__json_open(json, "metadata", '{');
	llguard__ocsf_metadata(json);
	llguard__json_close(json, '}');
	llguard__ocsf_write(json, &ocsf, health->seconds, health->milliseconds);
	/* Informational; medium where denials may have gone unseen. */
	llguard__json_u64(json, "severity_id",
		health->reader &&
				!llguard__same_word(health->state.ptr, "blind")
			? 1
			: 3);
	if (health->why.len)
		llguard__nest_string(json, "status_detail", &health->why);
	health_sentence(json, health);
	LLGUARD__TEXT(&json->text,
		",\"device\":{\"type_id\":0,\"uid\":\"unknown\"},"
		"\"actor\":{\"process\":{\"uid\":\"unknown\"}},"
		"\"kernel\":{\"name\":\"audit\",\"type_id\":99,"
		"\"type\":\"Audit\"}");
	llguard__json_open(json, "unmapped", '{');
	health_object(json, health);
	llguard__json_close(json, '}');
}

static void health_auparse(
	struct llguard__json *json, const struct health *health)
{
	const bool is_status = health->reader != NULL;

	llguard__nest_time(
		json, "@timestamp", health->seconds, health->milliseconds);
	llguard__json_u64(json, "sequence", 0);
	llguard__json_text(json, "category", "mac");
	llguard__json_text(json, "record_type",
		is_status ? "landlock_status" : "landlock_loss");
	llguard__json_text(json, "result", "unknown");
	LLGUARD__TEXT(&json->text,
		",\"session\":\"\",\"summary\":{\"actor\":{},\"object\":{}},"
		"\"user\":{},\"process\":{}");
	llguard__json_open(json, "data", '{');
	if (is_status)
		llguard__nest_bytes(json, "state", &health->state);
	llguard__nest_bytes(json, "why", &health->why);
	for (size_t i = 0; is_status && i < LLGUARD__COUNTERS; i++)
		llguard__nest_id(json, llguard__counter_name(i), true,
			llguard__counter(health->reader, i));
	llguard__nest_id(json, "count", !is_status, health->count);
	llguard__json_close(json, '}');
	llguard__json_key(json, "ecs", "");
	LLGUARD__TEXT(&json->text, LLGUARD__AUPARSE_ECS);
}

static int health_describe(health_writer *write, const struct health *health,
	char *buf, size_t size)
{
	struct llguard__json json = { .member = false };

	if (!llguard__text_begin(&json.text, buf, size))
		return -EINVAL;
	LLGUARD__TEXT(&json.text, "{");
	write(&json, health);
	return llguard__json_end(&json);
}

static int loss_describe(health_writer *write,
	const struct llguard_event *event, char *buf, size_t size)
{
	const struct health health = {
		.why = event->why,
		.count = event->count,
		.seconds = event->seconds,
		.milliseconds = event->milliseconds,
	};

	return health_describe(write, &health, buf, size);
}

int llguard__loss_describe_ecs(
	const struct llguard_event *event, char *buf, size_t size)
{
	return loss_describe(health_ecs, event, buf, size);
}

int llguard__loss_describe_ocsf(
	const struct llguard_event *event, char *buf, size_t size)
{
	return loss_describe(health_ocsf, event, buf, size);
}

int llguard__loss_describe_auparse(
	const struct llguard_event *event, char *buf, size_t size)
{
	return loss_describe(health_auparse, event, buf, size);
}

static int status_describe(health_writer *write,
	const struct llguard_reader *reader, const char *state, const char *why,
	uint64_t seconds, uint32_t milliseconds, char *buf, size_t size)
{
	struct health health = {
		.reader = reader,
		.seconds = seconds,
		.milliseconds = milliseconds,
	};

	if (!llguard__status_is_valid(reader, state, why, milliseconds))
		return -EINVAL;
	health.state = (struct llguard_str){ state, strlen(state) };
	health.why = (struct llguard_str){ why, strlen(why) };
	return health_describe(write, &health, buf, size);
}

int llguard_reader_describe_ecs(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size)
{
	return status_describe(health_ecs, reader, state, why, seconds,
		milliseconds, buf, size);
}

int llguard_reader_describe_ocsf(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size)
{
	return status_describe(health_ocsf, reader, state, why, seconds,
		milliseconds, buf, size);
}

int llguard_reader_describe_auparse(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size)
{
	return status_describe(health_auparse, reader, state, why, seconds,
		milliseconds, buf, size);
}
