/** The concrete types of each interface or union that fragments match, for Apollo's cache. */
const possibleTypes = {
  Error: ['InvalidInputError', 'InvalidJobStateError', 'JobNotFoundError', 'VersionConflictError'],
};

export default possibleTypes;
