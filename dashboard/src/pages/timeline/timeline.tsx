export const TimelineView = () => null;
