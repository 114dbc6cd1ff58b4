import Dispatch

/// Runs the jobs of all tasks that prefer it on one thread, in the order in which they came.
///
/// What runs on it alone happens in the same order each time, so that a seed repeats a simulation.
final class OneThread: TaskExecutor {
    private let queue = DispatchQueue(label: "simulation")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
