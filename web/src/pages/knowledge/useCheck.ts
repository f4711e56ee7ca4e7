import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useClient } from '../../app/services';

const PAUSE_MS = 600;

/**
 * What the API finds wrong with a text, asked for when nothing was typed for a moment; an answer
 * that is no longer needed is not waited for. `isCurrent`: what is known is of this very text.
 */
export function useCheck(project: string, text: string, isEnabled: boolean) {
  const client = useClient();
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ['team-knowledge-check', project, asked],
    queryFn: ({ signal }) => client.checkTeamKnowledge(project, { document: asked }, signal),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return {
    checked: data,
    error,
    isCurrent: asked === text && !isFetching && !isPlaceholderData,
    ask: () => (asked === text ? void refetch() : setAsked(text)),
  };
}
