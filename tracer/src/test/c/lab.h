/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the traffic programs share: one ring, and a record of what was truly
 * submitted and reaped. The record is made from the program's own memory, before
 * and after the kernel saw it, so that a tracer can be compared with it.
 *
 * Every line on stdout is one JSON object with a "kind":
 *   ring    a ring was made: pid, tid, fd, setup, sqEntries, cqEntries
 *   ready   with --gate: the ring exists, nothing was submitted yet;
 *           scenario pending: its request was submitted
 *   sqe     a request is about to be submitted: name, userData, sqe (hex)
 *   cqe     a completion was reaped: userData, res, flags, big (two words)
 *   summary the program's totals; the last line
 * 64-bit numbers are "0x..." strings, all others are JSON numbers.
 */
#ifndef LAB_H
#define LAB_H

#include <getopt.h>
#include <liburing.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define LAB_COMMAND_AREA 48   /* offset of the command area in an SQE */
#define LAB_PENDING 64	      /* requests between two submits */
#define LAB_PATIENCE 60	      /* seconds after which what must come will not come any more */
#define LAB_OP_URING_CMD 46
#define LAB_NOP_INJECT_RESULT 1U
#define LAB_NOP_CQE32 (1U << 5)
#define LAB_CMD_MULTISHOT (1U << 1)

/* How a ring is to be made; filled by lab_option(). */
struct lab_setup {
	unsigned int flags;
	unsigned int entries;
	unsigned int cq_entries; /* 0: as the kernel likes */
	bool gate;
};

struct lab {
	struct io_uring ring;
	struct lab_setup setup;
	unsigned int sqe_size;
	bool big_cqe;
	uint64_t next_user_data;
	unsigned int pending;
	const char *names[LAB_PENDING];
	struct io_uring_sqe *sqes[LAB_PENDING];
	unsigned int submitted;
	unsigned int reaped;
};

/* Options of every program; see lab_option_usage for their meaning. */
#define LAB_OPTIONS                                                            \
	{ "sqe128", no_argument, NULL, 1001 },                                 \
	{ "cqe32", no_argument, NULL, 1002 },                                  \
	{ "sqpoll", no_argument, NULL, 1003 },                                 \
	{ "defer-taskrun", no_argument, NULL, 1004 },                          \
	{ "submit-all", no_argument, NULL, 1005 },                             \
	{ "entries", required_argument, NULL, 1006 },                          \
	{ "cq-entries", required_argument, NULL, 1007 },                       \
	{ "gate", no_argument, NULL, 1008 }

extern const char lab_option_usage[];

/* Takes one option of LAB_OPTIONS; false when it is not one of them. */
bool lab_option(struct lab_setup *setup, int option, const char *argument);

/* Takes them all, for a program that has no others; --help and wrong ones end it. */
void lab_options(struct lab_setup *setup, int argc, char **argv, void (*usage)(FILE *to));

/* A decimal or 0x number, or the program ends with 2. */
unsigned long long lab_number(const char *option, const char *text);

/* Says what failed and ends the program with 1; errno_value may be negative. */
void lab_fail(const char *call, int errno_value) __attribute__((noreturn));

/* Makes the ring, prints its line, and waits at the gate when asked to. */
void lab_open(struct lab *lab, const struct lab_setup *setup, uint64_t first_user_data);

/* Prints the ready line and waits until stdin ends. */
void lab_gate(const struct lab *lab);

/* A zeroed SQE with the next user_data; the name goes into its line. */
struct io_uring_sqe *lab_sqe(struct lab *lab, const char *name);

/* A uring_cmd whose whole command area is made from its user_data. */
struct io_uring_sqe *lab_command(struct lab *lab, const char *name, int fd, unsigned int cmd_op);

/* Fills the command area of an SQE with bytes that depend on user_data. */
void lab_fill(void *sqe, unsigned int sqe_size, uint64_t user_data);

/* Prints and submits what lab_sqe() handed out since the last call. */
void lab_submit(struct lab *lab);

/* Reaps and prints count completions; fails when one does not come within LAB_PATIENCE. */
void lab_reap(struct lab *lab, unsigned int count);

/* The result of that request; reaps and prints what completes before it, too. */
int lab_reap_until(struct lab *lab, uint64_t user_data);

/* Submits everything and reaps one completion for each request. */
void lab_run(struct lab *lab);

/* Two ends of a TCP connection over loopback. */
void lab_tcp_pair(int pair[2]);

/* Waits until there is something to read: what was sent over loopback may arrive later. */
void lab_await_input(int fd);

/* Prints the summary line and closes the ring. */
void lab_close(struct lab *lab);

#endif
