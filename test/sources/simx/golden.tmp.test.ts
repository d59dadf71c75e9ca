import { barAt, barsBetween } from '../../../src/sources/simx/prices';
it('x', () => {
  const out:any[]=[];
  out.push(barAt(1,'SIM-001','ONE_MINUTE',Date.UTC(2024,0,1)), barAt(42,'SIM-120','ONE_DAY',Date.UTC(1969,6,20)), barAt(-7,'SIM-050','FIFTEEN_MINUTES',Date.UTC(2100,0,1)));
  for (const b of barsBetween(1,'SIM-001','ONE_DAY',Date.UTC(2024,0,1),Date.UTC(2024,2,1)).filter((_,i)=>i%4==0)) out.push(Object.values(b).join(' '));
  for (const b of barsBetween(1,'SIM-001','ONE_MINUTE',Date.UTC(2024,0,1),Date.UTC(2024,0,1,0,15))) out.push(Object.values(b).join(' '));
  const t=performance.now(); for(let i=0;i<40;i++) barsBetween(1,'SIM-001','ONE_HOUR',Date.UTC(2024,0,1),Date.UTC(2024,0,1)+500*3600e3); out.push('ms per 500h page '+(performance.now()-t)/40);
  console.log(JSON.stringify(out,null,1));
});
