// SPDX-License-Identifier: Apache-2.0
#include "ringspect-helper.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

const char usage_text[] =
	"ringspect-helper loads Ringspect's BPF programs and hands their ring buffer over.\n"
	"Usage:\n"
	"  ringspect-helper --connect SOCKET --events-version N [OPTIONS]\n"
	"  ringspect-helper --stdout [OPTIONS]        writes the records to standard output\n"
	"  ringspect-helper --probe                   what this kernel and user allow, as JSON\n"
	"  ringspect-helper --variants FILE           what would be chosen on a kernel, from its raw BTF\n"
	"  ringspect-helper --version | --help\n"
	"Options:\n"
	"  --all               every process (of the caller's, for an ordinary user)\n"
	"  --pid N             this process and its children; may be given several times\n"
	"  --uid N             only tasks with this real user id\n"
	"  --opcodes N,N,...   only these opcodes\n"
	"  --cmd-ops N,N,...   only commands with these cmd_op values\n"
	"  --ring-bytes N      size of the ring buffer, a power of two from 4096 (default 16777216)\n"
	"  --verbose           what libbpf and the kernel's verifier say, on standard error\n";

static bool number(const char *text, unsigned long limit, unsigned long *value, const char **rest)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoul(text, &end, 0);
	*rest = end;
	return !errno && *value <= limit;
}

static bool wrong(struct failure *f, const char *option, const char *text, const char *expected)
{
	return fail(f, EXIT_USAGE, option, 0, "see ringspect-helper --help", "%s: '%s' is not %s", option, text, expected);
}

static bool parse_opcodes(struct options *o, const char *text, struct failure *f)
{
	unsigned long value;
	const char *at = text;

	o->filter_opcodes = true;
	for (;;) {
		if (!number(at, 255, &value, &at) || (*at && *at != ','))
			return wrong(f, "--opcodes", text, "a list of numbers from 0 to 255");
		o->opcodes[value >> 6] |= 1ULL << (value & 63);
		if (!*at++)
			return true;
	}
}

static bool parse_cmd_ops(struct options *o, const char *text, struct failure *f)
{
	unsigned long value;
	const char *at = text;

	for (;;) {
		if (!number(at, UINT32_MAX, &value, &at) || (*at && *at != ','))
			return wrong(f, "--cmd-ops", text, "a list of 32-bit numbers");
		if (o->cmd_op_count == MAX_CMD_OPS)
			return wrong(f, "--cmd-ops", text, "a list of at most 1024 numbers");
		o->cmd_ops[o->cmd_op_count++] = value;
		if (!*at++)
			return true;
	}
}

static bool parse_pid(struct options *o, const char *text, struct failure *f)
{
	unsigned long value;
	const char *rest;

	if (!number(text, INT32_MAX, &value, &rest) || *rest || !value || o->pid_count == MAX_PIDS)
		return wrong(f, "--pid", text, "a process id");
	o->pids[o->pid_count++] = value;
	return true;
}

static bool parse_ring_bytes(struct options *o, const char *text, struct failure *f)
{
	unsigned long value;
	const char *rest;

	if (!number(text, 1UL << 30, &value, &rest) || *rest || value < 4096 || value & (value - 1))
		return wrong(f, "--ring-bytes", text, "a power of two from 4096 to 1073741824");
	o->ring_bytes = value;
	return true;
}

bool parse_options(int argc, char **argv, struct options *o, struct failure *f)
{
	static const struct option names[] = {
		{ "connect", required_argument, NULL, 'c' },   { "stdout", no_argument, NULL, 's' },
		{ "probe", no_argument, NULL, 'P' },	       { "variants", required_argument, NULL, 'V' },
		{ "version", no_argument, NULL, 'v' },	       { "help", no_argument, NULL, 'h' },
		{ "events-version", required_argument, NULL, 'e' }, { "all", no_argument, NULL, 'a' },
		{ "pid", required_argument, NULL, 'p' },       { "opcodes", required_argument, NULL, 'o' },
		{ "cmd-ops", required_argument, NULL, 'm' },   { "ring-bytes", required_argument, NULL, 'r' },
		{ "uid", required_argument, NULL, 'u' },       { "verbose", no_argument, NULL, 'w' },	       { NULL, 0, NULL, 0 },
	};
	unsigned long value = 0;
	const char *rest;
	bool mode_given = false;
	int option;

	*o = (struct options){ .ring_bytes = 1UL << 24, .events_version = -1 };
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
		bool ok = true;

		switch (option) {
		case 'c': o->mode = MODE_CONNECT; o->path = optarg; mode_given = true; break;
		case 's': o->mode = MODE_STDOUT; mode_given = true; break;
		case 'P': o->mode = MODE_PROBE; mode_given = true; break;
		case 'V': o->mode = MODE_VARIANTS; o->path = optarg; mode_given = true; break;
		case 'v': o->mode = MODE_VERSION; mode_given = true; break;
		case 'h': o->mode = MODE_HELP; mode_given = true; break;
		case 'w': o->verbose = true; break;
		case 'a': o->all = true; break;
		case 'e':
			ok = number(optarg, INT32_MAX, &value, &rest) && !*rest;
			if (!ok)
				wrong(f, "--events-version", optarg, "a number");
			o->events_version = value;
			break;
		case 'u':
			ok = number(optarg, UINT32_MAX, &value, &rest) && !*rest;
			if (!ok)
				wrong(f, "--uid", optarg, "a user id");
			o->filter_uid = true;
			o->uid = value;
			break;
		case 'p': ok = parse_pid(o, optarg, f); break;
		case 'o': ok = parse_opcodes(o, optarg, f); break;
		case 'm': ok = parse_cmd_ops(o, optarg, f); break;
		case 'r': ok = parse_ring_bytes(o, optarg, f); break;
		default:
			return fail(f, EXIT_USAGE, "options", 0, "see ringspect-helper --help",
				    "'%s' is not an option of this helper, or lacks its value", argv[optind - 1]);
		}
		if (!ok)
			return false;
	}
	if (!mode_given || optind < argc)
		return fail(f, EXIT_USAGE, "options", 0, "see ringspect-helper --help",
			    "one of --connect, --stdout, --probe, --variants is needed, and nothing but options");
	return true;
}
