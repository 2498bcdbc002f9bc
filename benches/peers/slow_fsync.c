/* Preloaded into a contestant: every fsync and fdatasync takes 2 ms longer, and is counted.
 *
 * The counts lie in the file that SLOW_FSYNC_COUNTS names, as two numbers of 64 bits (fsync,
 * fdatasync), shared by all processes of the contestant, so that the driver reads them while it runs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static _Atomic uint64_t unshared[2];
static _Atomic uint64_t *counts = unshared;

__attribute__((constructor)) static void open_counts(void) {
    const char *path = getenv("SLOW_FSYNC_COUNTS");
    int file = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file < 0) return;
    if (ftruncate(file, sizeof unshared) == 0) {
        void *shared = mmap(NULL, sizeof unshared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (shared != MAP_FAILED) counts = shared;
    }
    close(file);
}

static void slow(int which) {
    const struct timespec two_ms = {0, 2000000};
    atomic_fetch_add(&counts[which], 1);
    nanosleep(&two_ms, NULL);
}

int fsync(int file) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    slow(0);
    return real(file);
}

int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    slow(1);
    return real(file);
}
