/* SPDX-License-Identifier: MIT */
/*
 * liblandlock-guard: confine a process with Landlock, and know what came of it.
 *
 *   llguard/base.h     return values, borrowed text, findings, the version
 *   llguard/rights.h   the rights, their groups and their names
 *   llguard/kernel.h   what the running kernel can enforce, as a value
 *   llguard/policy.h   say, check, plan, apply; the report
 *   llguard/preset.h   what programs need without thinking of it, by name
 *   llguard/telemetry.h  read what the kernel says it has denied
 *   llguard/cut.h        the same with long strings cut
 *   llguard/live.h       read it as it happens, and why that may not be
 *   llguard/mine.h       whose denials they are
 *   llguard/tally.h      how many, of which kind
 *   llguard/metrics.h    the same for a monitoring system
 *
 * A daemon needs three things of it: a table of rules, one call before its first
 * untrusted byte, and a look at the report.  See llguard(3), and llguard(7) for
 * the ideas.
 */
#ifndef LLGUARD_H
#define LLGUARD_H

#include <llguard/base.h>
#include <llguard/rights.h>
#include <llguard/kernel.h>
#include <llguard/policy.h>
#include <llguard/spawn.h>
#include <llguard/preset.h>
#include <llguard/explain.h>
#include <llguard/telemetry.h>
#include <llguard/cut.h>
#include <llguard/live.h>
#include <llguard/mine.h>
#include <llguard/tally.h>
#include <llguard/metrics.h>

#endif /* LLGUARD_H */
