/* What gcc 12 defines by itself for x86_64, beside what common.h and lp64.h have. */
#define __WCHAR_MAX__ 2147483647
#define __WCHAR_TYPE__ int
#define __amd64 1
#define __amd64__ 1
#define __x86_64 1
#define __x86_64__ 1
