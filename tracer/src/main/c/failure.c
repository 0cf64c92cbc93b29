// SPDX-License-Identifier: Apache-2.0
#include "ringspect-helper.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool fail(struct failure *f, enum exit_code code, const char *call, int error, const char *fix, const char *format, ...)
{
	va_list arguments;

	f->code = code;
	f->error = error;
	snprintf(f->call, sizeof(f->call), "%s", call);
	snprintf(f->fix, sizeof(f->fix), "%s", fix);
	va_start(arguments, format);
	vsnprintf(f->message, sizeof(f->message), format, arguments);
	va_end(arguments);
	return false;
}

const char *errno_name(int error)
{
	const char *name = strerrorname_np(error);

	return name ? name : "unknown";
}
