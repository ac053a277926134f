// Waiting for what will be true.
import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until the answer is true, and returns it; an error counts as "not yet". */
export async function until(question, what, milliseconds = 60_000) {
  const end = Date.now() + milliseconds;
  let problem;
  for (;;) {
    try {
      const answer = await question();
      if (answer) return answer;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end) {
      const why = problem ? `; the last time it failed: ${problem.message}` : "";
      throw new Error(`never came true in ${milliseconds} ms: ${what}${why}`, { cause: problem });
    }
    await pause(40);
  }
}
