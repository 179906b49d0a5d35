// The attributes by which clang checks that what a mutex guards is used under that mutex. They have the
// names of clang's documentation (clang.llvm.org/docs/ThreadSafetyAnalysis.html) and mean nothing to
// other compilers. `tests/run tidy` makes the checks. Use them with the Mutex of mutex.h: the mutex
// of the standard library tells clang nothing.
//
//   bool Full() const REQUIRES(mutex_) { return jobs_.size() == limit_; }
//
//   const std::size_t limit_;
//   mutable Mutex mutex_;
//   std::deque<Job> jobs_ GUARDED_BY(mutex_);
#pragma once

#if defined(__clang__)
#define GONGKAI_THREAD_ATTRIBUTE(...) __attribute__((__VA_ARGS__))
#else
#define GONGKAI_THREAD_ATTRIBUTE(...)
#endif

// Of a member: it is read and written only while the mutex is held.
// Debian's abseil, which gRPC includes, defines the same macro with the same meaning.
#ifndef GUARDED_BY
#define GUARDED_BY(mutex) GONGKAI_THREAD_ATTRIBUTE(guarded_by(mutex))
#endif

// Of a function: the caller holds the mutex, or does not hold it because the function takes it.
#define REQUIRES(...) GONGKAI_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) GONGKAI_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))

// For mutex.h only: of a class that is a mutex, or a lock that ends with its scope; and of a function
// that takes the mutex, gives the mutex back, or says that the caller holds it.
#define CAPABILITY(name) GONGKAI_THREAD_ATTRIBUTE(capability(name))
#define SCOPED_CAPABILITY GONGKAI_THREAD_ATTRIBUTE(scoped_lockable)
#define ACQUIRE(...) GONGKAI_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) GONGKAI_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define ASSERT_CAPABILITY(mutex) GONGKAI_THREAD_ATTRIBUTE(assert_capability(mutex))
