// SPDX-License-Identifier: Apache-2.0
/* What libbpf says while it opens and loads programs, and the refusal that is made of it. */
#include "ringspect-helper.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

/* What libbpf complained of first in an attempt, kept for a message, and the program that it was about. */
static char first_words[400];
static bool verbose;
static char blamed[64];

static int take(enum libbpf_print_level level, const char *format, va_list arguments)
{
	char line[sizeof(first_words)];
	const char *at;

	if (level == LIBBPF_DEBUG)
		return 0;
	if (verbose) {
		va_list again;

		va_copy(again, arguments);
		vfprintf(stderr, format, again);
		va_end(again);
	}
	vsnprintf(line, sizeof(line), format, arguments);
	at = strstr(line, "prog '");
	if (at && strstr(line, "failed to load")) {
		at += strlen("prog '");
		snprintf(blamed, sizeof(blamed), "%.*s", (int)strcspn(at, "'"), at);
	}
	if (!first_words[0]) {
		line[strcspn(line, "\n")] = 0;
		memcpy(first_words, line, sizeof(line));
	}
	return 0;
}

void listen_to_libbpf(bool aloud)
{
	verbose = aloud;
	libbpf_set_print(take);
}

void forget_complaints(void)
{
	blamed[0] = first_words[0] = 0;
}

const char *first_complaint(void)
{
	return first_words;
}

const char *blamed_program(void)
{
	return blamed;
}

bool refuse_load(struct failure *f, int error)
{
	char fix[512];
	const char *why = missing_privilege(fix, sizeof(fix));

	if (why)
		return fail(f, EXIT_REFUSED, "bpf(BPF_PROG_LOAD)", error, fix, "%s", why);
	return fail(f, EXIT_REFUSED, "bpf(BPF_PROG_LOAD)", error,
		    "see what 'ringspect doctor' says about lockdown and security modules, and report this",
		    "the kernel refused the programs: %s", first_words);
}
