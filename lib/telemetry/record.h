/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__RECORD_H
#define LLGUARD__RECORD_H

#include "../base.h"

#include <llguard/telemetry.h>

struct llguard__scan;

/*
 * llguard_record_parse() without the checks; line has no end-of-line bytes, and
 * the body has its enrichment.  *record holds the stamp of another record, its
 * text and numbers, which is quickly known again, or has a stamp.len of 0.
 */
bool llguard__record_parse(const char *line, size_t len, uint32_t form,
	struct llguard_record *record);

/*
 * The front of a line of auditd with a named type and no node=, as nearly all are:
 * everything but the body, which begins at what is returned.  Its end need not be
 * known, only that of what may be read.  NULL for any other line.
 */
const char *llguard__record_front(
	const char *line, const char *end, struct llguard_record *record);

/* A packet's payload: "audit(...): body". */
bool llguard__record_payload(const char *payload, size_t len, uint32_t type,
	struct llguard_record *record);

/* A type's number where it has a meaning, else LLGUARD_RECORD_OTHER. */
uint32_t llguard__record_type(uint32_t number);

/* A type as auditd has spelled it through the years, and " msg=audit(". */
bool llguard__record_type_scan(
	struct llguard__scan *scan, struct llguard_record *record);

/* auditd's mark between a record and its enrichment. */
#define LLGUARD__ENRICHMENT '\x1d'

/* Cut auditd's enrichment off a body. */
void llguard__record_cut(struct llguard_record *record);

/* The form of a line that is a record of some form, else LLGUARD_FORM_AUTO. */
uint32_t llguard__record_form(const char *line, size_t len);

#endif /* LLGUARD__RECORD_H */
