// SPDX-License-Identifier: Apache-2.0
#include "ringspect-helper.h"

#include <stdio.h>
#include <string.h>

static void put(struct json *j, const char *text, size_t length)
{
	if (j->overflow || j->length + length + 1 > j->size) {
		j->overflow = true;
		return;
	}
	memcpy(j->text + j->length, text, length);
	j->length += length;
	j->text[j->length] = 0;
}

static void put_quoted(struct json *j, const char *value)
{
	char escaped[8];

	put(j, "\"", 1);
	for (const char *c = value; *c; c++) {
		if (*c == '"' || *c == '\\') {
			snprintf(escaped, sizeof(escaped), "\\%c", *c);
			put(j, escaped, 2);
		} else if ((unsigned char)*c < 0x20) {
			snprintf(escaped, sizeof(escaped), "\\u%04x", (unsigned char)*c);
			put(j, escaped, 6);
		} else {
			put(j, c, 1);
		}
	}
	put(j, "\"", 1);
}

static void put_key(struct json *j, const char *key)
{
	if (j->comma)
		put(j, ",", 1);
	j->comma = true;
	if (key) {
		put_quoted(j, key);
		put(j, ":", 1);
	}
}

void json_begin(struct json *j, char *text, size_t size)
{
	*j = (struct json){ .text = text, .size = size };
	text[0] = 0;
}

void json_open(struct json *j, const char *key, char bracket)
{
	put_key(j, key);
	put(j, &bracket, 1);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	put(j, &bracket, 1);
	j->comma = true;
}

void json_string(struct json *j, const char *key, const char *value)
{
	put_key(j, key);
	if (value)
		put_quoted(j, value);
	else
		put(j, "null", 4);
}

void json_number(struct json *j, const char *key, long long value)
{
	char digits[24];

	put_key(j, key);
	put(j, digits, snprintf(digits, sizeof(digits), "%lld", value));
}

void json_bool(struct json *j, const char *key, bool value)
{
	put_key(j, key);
	put(j, value ? "true" : "false", value ? 4 : 5);
}

void json_failure(struct json *j, const struct failure *f)
{
	json_open(j, "error", '{');
	json_string(j, "call", f->call);
	json_number(j, "errno", f->error);
	json_string(j, "name", f->error ? errno_name(f->error) : NULL);
	json_string(j, "message", f->message);
	json_string(j, "fix", f->fix);
	json_close(j, '}');
}
