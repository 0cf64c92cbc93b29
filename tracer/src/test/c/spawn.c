// SPDX-License-Identifier: Apache-2.0
/* Children, each of which executes a program: for filters that follow them. */
#include "lab.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void usage(FILE *to)
{
	fprintf(to, "spawn N PROGRAM [ARGUMENT...] forks N children; each forks once more and that\n"
		    "grandchild executes PROGRAM. Waits for all and prints a line for each child:\n"
		    "kind child, pid, status (as wait gives it).\n");
}

/* The child of a child executes, so that the filter has to follow two forks. */
static int run_grandchild(char **argv)
{
	int status;
	pid_t grandchild = fork();

	if (grandchild < 0)
		lab_fail("fork", errno);
	if (!grandchild) {
		execvp(argv[0], argv);
		lab_fail(argv[0], errno);
	}
	if (waitpid(grandchild, &status, 0) < 0)
		lab_fail("waitpid", errno);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	unsigned long count, i;
	int status, failed = 0;

	if (argc < 3 || !strcmp(argv[1], "--help")) {
		usage(argc == 2 && !strcmp(argv[1], "--help") ? stdout : stderr);
		return argc == 2 && !strcmp(argv[1], "--help") ? 0 : 2;
	}
	count = lab_number("N", argv[1]);
	for (i = 0; i < count; i++) {
		pid_t child = fork();

		if (child < 0)
			lab_fail("fork", errno);
		if (!child)
			_exit(run_grandchild(argv + 2));
	}
	for (i = 0; i < count; i++) {
		pid_t child = wait(&status);

		if (child < 0)
			lab_fail("wait", errno);
		printf("{\"kind\":\"child\",\"pid\":%d,\"status\":%d}\n", child, status);
		failed |= status;
	}
	return failed ? 1 : 0;
}
