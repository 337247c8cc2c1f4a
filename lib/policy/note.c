/* SPDX-License-Identifier: MIT */
/*
 * Warnings and notes: which ones a plan gets, and their words.
 */
#include "note.h"

#include "../extensible.h"
#include "../rights.h"

static const struct note_row {
	char code[24];
	char text[136];
} rows[] = {
#define WARNING(NAME, code, text) { code, text },
#define NOTE(NAME, code, text)    { code, text },
#include "note.def"
#undef WARNING
#undef NOTE
};

/* The header's bits are the table's order, warnings first. */
enum note_order {
#define WARNING(NAME, code, text) WARNING_##NAME,
#define NOTE(NAME, code, text)
#include "note.def"
#undef WARNING
#undef NOTE
	WARNINGS
};
enum {
#define WARNING(NAME, code, text)
#define NOTE(NAME, code, text) NOTE_##NAME,
#include "note.def"
#undef WARNING
#undef NOTE
	NOTES
};
#define WARNING(NAME, code, text)                                              \
	_Static_assert(                                                        \
		LLGUARD_WARNING_##NAME == UINT32_C(1) << WARNING_##NAME,       \
		code);
#define NOTE(NAME, code, text)                                                 \
	_Static_assert(LLGUARD_NOTE_##NAME == UINT32_C(1) << NOTE_##NAME, code);
#include "note.def"
#undef WARNING
#undef NOTE

#define TCP (LLGUARD_NET_BIND_TCP | LLGUARD_NET_CONNECT_TCP)

/* Errata of rights that are handled.  A kernel that names none was not asked. */
static uint32_t errata_notes(const struct llguard_report *plan)
{
	const uint32_t open = plan->errata ? ~plan->errata : 0;
	uint32_t notes = 0;

	if ((open & LLGUARD_ERRATUM_TCP) && (plan->handled & TCP))
		notes |= LLGUARD_NOTE_ERRATUM_TCP;
	if ((open & LLGUARD_ERRATUM_SIGNAL) &&
		(plan->handled & LLGUARD_SCOPE_SIGNAL))
		notes |= LLGUARD_NOTE_ERRATUM_SIGNAL;
	if ((open & LLGUARD_ERRATUM_DISCONNECTED) &&
		(plan->handled & LLGUARD_SET_FS))
		notes |= LLGUARD_NOTE_ERRATUM_DISCONNECTED;
	if ((open & LLGUARD_ERRATUM_WHITEOUT) &&
		(plan->handled & LLGUARD_FS_MAKE_CHAR))
		notes |= LLGUARD_NOTE_ERRATUM_WHITEOUT;
	return notes;
}

LLGUARD__COLD uint32_t llguard__notes_of(
	const struct llguard_policy *policy, const struct llguard_report *plan)
{
	const uint64_t handled = plan->handled;
	const uint64_t kernel = llguard_abi_mask(plan->abi);
	const uint64_t below = plan->abi ? llguard_abi_mask(plan->abi - 1) : 0;
	uint32_t notes = errata_notes(plan);

	if ((handled & LLGUARD_NET_CONNECT_TCP) &&
		plan->abi < LLGUARD__ABI_FAST_OPEN)
		notes |= LLGUARD_NOTE_TCP_FAST_OPEN;
	if ((handled & TCP) && !(notes & LLGUARD_NOTE_ERRATUM_TCP))
		notes |= LLGUARD_NOTE_MPTCP;
	if (handled & LLGUARD_NET_BIND_TCP)
		notes |= LLGUARD_NOTE_LISTEN;
	if ((handled & TCP) && !(kernel & LLGUARD_NET_BIND_UDP))
		notes |= LLGUARD_NOTE_UDP;
	if ((handled & LLGUARD_SET_FS) && !(kernel & LLGUARD_FS_RESOLVE_UNIX))
		notes |= LLGUARD_NOTE_PATHNAME_SOCKETS;
	if (handled & LLGUARD_SET_FS)
		notes |= LLGUARD_NOTE_TOPOLOGY;
	if (handled)
		notes |= LLGUARD_NOTE_PTRACE;
	if (handled && below && !(policy->handled & below))
		notes |= LLGUARD_NOTE_ONE_ABI_LOWER;
	if (plan->dropped & kernel & ~llguard_abi_mask(LLGUARD__ABI_ENFORCED))
		notes |= LLGUARD_NOTE_ONLY_PLANNED;
	return notes;
}

/* Warnings and notes in one number space, as the rows have them. */
static uint64_t noted(const struct llguard_report *report)
{
	const uint64_t warnings =
		report->warnings & ((UINT32_C(1) << WARNINGS) - 1);
	const uint64_t notes = report->notes & ((UINT32_C(1) << NOTES) - 1);

	return warnings | notes << WARNINGS;
}

LLGUARD__COLD bool llguard__note_at(const struct llguard_report *report,
	uint32_t i, struct llguard__note *ret)
{
	uint64_t left = noted(report);

	for (size_t row = 0; left; row++, left >>= 1) {
		if (!(left & 1) || i--)
			continue;
		ret->is_warning = row < WARNINGS;
		ret->code = rows[row].code;
		ret->text = rows[row].text;
		return true;
	}
	return false;
}

LLGUARD__COLD int llguard_report_note(const struct llguard_report *report,
	uint32_t i, struct llguard_finding *finding)
{
	const struct llguard_finding empty = LLGUARD_FINDING_INIT;
	const uint32_t size = llguard__size_of(finding);
	struct llguard__note note;

	if (llguard__size_of(report) < sizeof(*report) ||
		size < sizeof(*finding))
		return -EINVAL;
	if (!llguard__note_at(report, i, &note))
		return 0;
	*finding = empty;
	finding->size = size;
	finding->severity = note.is_warning ? LLGUARD_SEVERITY_WARNING
					    : LLGUARD_SEVERITY_NOTE;
	finding->code = (struct llguard_str){ note.code, strlen(note.code) };
	finding->text = (struct llguard_str){ note.text, strlen(note.text) };
	return 1;
}
