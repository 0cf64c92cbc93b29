// SPDX-License-Identifier: Apache-2.0
/* What this kernel and this user allow, as one JSON object on standard output. */
#include "ringspect-helper.h"

#include <bpf/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static bool read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool read = file && fgets(line, size, file);

	if (file)
		fclose(file);
	if (read)
		line[strcspn(line, "\n")] = 0;
	return read;
}

static void put_lockdown(struct json *j)
{
	char line[128], *open, *close;

	if (!read_line("/sys/kernel/security/lockdown", line, sizeof(line)) || !(open = strchr(line, '[')) ||
	    !(close = strchr(open, ']'))) {
		json_string(j, "lockdown", "unknown");
		return;
	}
	*close = 0;
	json_string(j, "lockdown", open + 1);
}

static void put_number(struct json *j, const char *key, const char *path)
{
	char line[64];

	if (read_line(path, line, sizeof(line)))
		json_number(j, key, strtol(line, NULL, 10));
}

static void put_features(struct json *j, const struct choice *choices, int features, const char *why, const char *fix)
{
	json_open(j, "features", '[');
	for (int i = 0; i < features; i++) {
		const struct choice *choice = &choices[i];

		json_open(j, NULL, '{');
		json_string(j, "name", choice->feature);
		json_string(j, "tracepoint", choice->tracepoint);
		if (choice->variant)
			json_string(j, "variant", choice->variant);
		json_bool(j, "ready", choice->variant && !why);
		if (!choice->variant) {
			json_string(j, "why", choice->why);
			json_string(j, "fix", "use a newer kernel; the rest works without it");
		} else if (why) {
			json_string(j, "why", why);
			json_string(j, "fix", fix);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
}

int probe(const struct options *given)
{
	static const struct { int number; const char *name; } capabilities[] = {
		{ CAP_BPF, "cap_bpf" }, { CAP_PERFMON, "cap_perfmon" }, { CAP_SYS_ADMIN, "cap_sys_admin" },
	};
	static char text[16384];
	struct options o = { .ring_bytes = 4096, .verbose = given->verbose };
	struct caller c = caller_by_environment();
	struct choice choices[MAX_FEATURES];
	struct failure f = {};
	struct utsname system;
	struct tracing t;
	struct btf *btf;
	struct json j;
	char fix[512];
	const char *why;
	int features = 0;
	bool ready;

	uname(&system);
	why = missing_privilege(fix, sizeof(fix));
	btf = btf__parse_raw("/sys/kernel/btf/vmlinux");
	if (btf) {
		features = choose_variants(btf, true, choices);
		btf__free(btf);
	}
	/* The one proof that it works is to do it. */
	ready = start_tracing(&t, &o, &c, &f);
	if (ready) {
		memcpy(choices, t.choices, sizeof(choices));
		stop_tracing(&t);
	} else if (!why) {
		why = f.message;
		snprintf(fix, sizeof(fix), "%s", f.fix);
	}
	json_begin(&j, text, sizeof(text));
	json_open(&j, NULL, '{');
	json_number(&j, "ringspect", 1);
	json_number(&j, "events", RS_EVENTS_VERSION);
	json_string(&j, "version", HELPER_VERSION);
	json_string(&j, "kernel", system.release);
	json_string(&j, "machine", system.machine);
	json_bool(&j, "btf", btf != NULL);
	json_number(&j, "uid", getuid());
	json_number(&j, "euid", geteuid());
	json_open(&j, "capabilities", '[');
	for (size_t i = 0; i < sizeof(capabilities) / sizeof(capabilities[0]); i++) {
		if (has_capability(capabilities[i].number))
			json_string(&j, NULL, capabilities[i].name);
	}
	json_close(&j, ']');
	put_lockdown(&j);
	put_number(&j, "unprivilegedBpf", "/proc/sys/kernel/unprivileged_bpf_disabled");
	put_number(&j, "ioUringDisabled", "/proc/sys/kernel/io_uring_disabled");
	put_features(&j, choices, features, why, fix);
	json_bool(&j, "ready", ready);
	if (!ready)
		json_failure(&j, &f);
	json_close(&j, '}');
	puts(text);
	return ready ? EXIT_DONE : EXIT_REFUSED;
}
