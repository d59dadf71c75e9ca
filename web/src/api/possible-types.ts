/** Which types a fragment on an interface or union may meet, for Apollo's cache. */
const possibleTypes = {
  Error: ['InvalidInputError', 'InvalidJobStateError', 'JobNotFoundError', 'VersionConflictError'],
};

export default possibleTypes;
