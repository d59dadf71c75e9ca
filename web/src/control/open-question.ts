import { createContext, useContext, useEffect } from 'react';

/** Called when a dialog about something within the context opens. @returns a function to call when it closes */
export type OnQuestion = () => () => void;

/** Provided around content that must not move while a dialog about one of its jobs is open. */
export const QuestionContext = createContext<OnQuestion | null>(null);

export function useOpenQuestion(isOpen: boolean): void {
  const onQuestion = useContext(QuestionContext);
  useEffect(() => (isOpen && onQuestion ? onQuestion() : undefined), [isOpen, onQuestion]);
}
