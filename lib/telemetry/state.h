/* SPDX-License-Identifier: MIT */
/*
 * A reader's memory: what stands at the beginning of the caller's buffer.
 */
#ifndef LLGUARD__STATE_H
#define LLGUARD__STATE_H

#include "decode.h"
#include "domain.h"
#include "inflight.h"
#include "journal.h"
#include "recent.h"

/* An event on its way out, record by record. */
struct llguard__cursor {
	uint32_t slot;  /* LLGUARD__NO_SLOT: none */
	uint32_t place; /* the next entry to look at */
	uint32_t left;  /* Landlock records from there on */
	uint32_t part;
	uint32_t shared_flags; /* LLGUARD_FLAG_* of the whole event */
	bool split;            /* more of it may come */
	bool is_first;         /* no record has been taken */
};

struct llguard__state {
	/* lines */
	const char *chunk;
	const char *chunk_end;
	size_t line_len;   /* of a line in pieces, in .line */
	bool line_is_long; /* and there is too much of it */
	bool finished;
	bool has_now; /* llguard_reader_feed_time() was called: now */
	uint64_t now;
	bool input_is_over; /* the next one's form is .next_form */
	uint32_t next_form;
	uint32_t
		loss_why; /* LLGUARD_LOSS_*, to be told when .loss_count is set */
	uint64_t loss_count;

	/* the line that is being taken: again, when an event has to go first */
	bool pending;
	bool is_parsed; /* as .record */
	struct llguard_record record;
	struct llguard_str pending_line;
	uint32_t packet_type; /* 0: lines */

	/* the stamp of the last record, and its event */
	bool stamp_is_last; /* the rest is its */
	uint64_t stamp_seconds;
	uint32_t stamp_milliseconds;
	uint32_t stamp_serial;
	uint32_t stamp_slot;
	uint32_t stamp_node;

	struct llguard_event event;
	struct llguard__cursor cursor;
	struct llguard__repeat repeat;
	struct llguard__blockers blockers[LLGUARD__BLOCKERS];
	char domain_text[24]; /* what the last "domain=" was followed by */
	uint32_t domain_len;  /* of it; 0: none is known */
	uint64_t domain_id;
	struct llguard__domains domains;
	struct llguard_domain domain_given;
	struct llguard__inflight inflight;
	struct llguard__journal journal; /* the entry that is coming */
	uint32_t text;       /* LLGUARD__TEXT_* and flags, of .record */
	uint32_t text_alone; /* records of text without a stamp */
	struct llguard__recent given; /* events that were given out */
	struct llguard__recent read;  /* Landlock records */
	char domain[LLGUARD_LINE_MAX + LLGUARD__SLACK]; /* a record, decoded */
	char line[LLGUARD_LINE_MAX + 1]; /* and a carriage return */
};

/* Begin to give an event out; split when it is one piece of several. */
void llguard__event_begin(struct llguard__state *state, uint32_t slot,
	const struct llguard_str *boot, bool split);

/* The next of its records into state->event; false when there is none left. */
bool llguard__event_next(struct llguard__state *state);

#endif /* LLGUARD__STATE_H */
