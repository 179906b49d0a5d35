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

// Debian's abseil, which gRPC includes, defines two of these macros, too. Here they are the same,
// token by token, which the language allows in whatever order the headers come.
#if defined(__clang__)
#define THREAD_ANNOTATION_ATTRIBUTE__(x) __attribute__((x))
#else
#define THREAD_ANNOTATION_ATTRIBUTE__(x)  // no-op
#endif

// Of a member: it is read and written only while
// the mutex is held.
#define GUARDED_BY(x) THREAD_ANNOTATION_ATTRIBUTE__(guarded_by(x))

// Of a function: the caller holds the mutex, or does not hold it because the function takes it.
#define REQUIRES(...) THREAD_ANNOTATION_ATTRIBUTE__(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) THREAD_ANNOTATION_ATTRIBUTE__(locks_excluded(__VA_ARGS__))

// For mutex.h only: of a class that is a mutex, or a lock that ends with its scope; and of a function
// that takes the mutex, gives the mutex back, or says that the caller holds it.
#define CAPABILITY(name) THREAD_ANNOTATION_ATTRIBUTE__(capability(name))
#define SCOPED_CAPABILITY THREAD_ANNOTATION_ATTRIBUTE__(scoped_lockable)
#define ACQUIRE(...) THREAD_ANNOTATION_ATTRIBUTE__(acquire_capability(__VA_ARGS__))
#define RELEASE(...) THREAD_ANNOTATION_ATTRIBUTE__(release_capability(__VA_ARGS__))
#define ASSERT_CAPABILITY(mutex) THREAD_ANNOTATION_ATTRIBUTE__(assert_capability(mutex))
