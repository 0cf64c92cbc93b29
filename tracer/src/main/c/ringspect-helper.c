// SPDX-License-Identifier: Apache-2.0
#include "ringspect-helper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int complain(const struct failure *f)
{
	fprintf(stderr, "ringspect-helper: %s\n  what to do: %s\n", f->message, f->fix);
	return f->code;
}

static int trace_for_tracer(const struct options *o)
{
	struct tracing t = {};
	struct failure f;
	struct caller c;
	int socket = connect_to_tracer(o->path, &f);

	if (socket < 0 || !caller_by_peer(socket, &c, &f))
		return complain(&f);
	if (o->events_version != RS_EVENTS_VERSION)
		fail(&f, EXIT_USAGE, "version", 0, "build Ringspect again, so that tracer and helper are of one version",
		     "the tracer reads event records of version %ld, this helper (%s) writes version %d", o->events_version,
		     HELPER_VERSION, RS_EVENTS_VERSION);
	else if (start_tracing(&t, o, &c, &f) && drop_privilege(&c, &f) && send_hello(socket, &t, &c, &f)) {
		serve(socket, &t, &c);
		return EXIT_DONE;
	}
	send_failure(socket, &f);
	return complain(&f);
}

static int trace_to_stdout(const struct options *o)
{
	struct caller c = caller_by_environment();
	struct tracing t;
	struct failure f;

	if (!start_tracing(&t, o, &c, &f) || !drop_privilege(&c, &f))
		return complain(&f);
	return stream_records(&t);
}

int main(int argc, char **argv)
{
	struct options o;
	struct failure f;

	hide_process();
	/* A session lives as long as its socket: what the terminal sends is for the tracer. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (!parse_options(argc, argv, &o, &f))
		return complain(&f);
	switch (o.mode) {
	case MODE_CONNECT:
		return trace_for_tracer(&o);
	case MODE_STDOUT:
		return trace_to_stdout(&o);
	case MODE_PROBE:
		return probe(&o);
	case MODE_VARIANTS:
		return print_variants(o.path);
	case MODE_VERSION:
		printf("ringspect-helper %s, event records version %d\n", HELPER_VERSION, RS_EVENTS_VERSION);
		return EXIT_DONE;
	case MODE_HELP:
		fputs(usage_text, stdout);
		return EXIT_DONE;
	}
	return EXIT_USAGE;
}
