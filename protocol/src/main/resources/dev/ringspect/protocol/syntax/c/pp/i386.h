/* What gcc 12 defines by itself for i386, beside what common.h and ilp32.h have. */
#define __BIGGEST_ALIGNMENT__ 16
#define __LAHF_SAHF__ 1
#define __SIZEOF_LONG_DOUBLE__ 12
#define __WCHAR_MAX__ 2147483647L
#define __WCHAR_TYPE__ long
#define __i386 1
#define __i386__ 1
#define __i686 1
#define __i686__ 1
#define __pentiumpro 1
#define __pentiumpro__ 1
#define i386 1
