// Test support, also for the system tests: a Podman of its own and images made of local files.
export { podmanInstallHint, podmanProblem, startPodman, type PodmanService } from './podman-service.ts';
export { archiveOf, busyboxFiles, importImage, nodeFiles, programFiles, type ImageFile, type LocalImage } from './local-image.ts';
