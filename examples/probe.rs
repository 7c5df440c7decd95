use railhead::{tables::*, formulation::*, solver::*, campaign::*};
fn main(){
  let dir=std::env::args().nth(1).unwrap();
  let rd=read(&railhead::input::open(std::path::Path::new(&dir)).unwrap());
  for p in &rd.problems{println!("{:?} {p}",p.severity);}
  let mut c=rd.campaign.unwrap();
  if let Some(p)=std::env::args().nth(3){c.question.profile=p;}
  if let Some(p)=std::env::args().nth(4){c.question.period=Days(p.parse().unwrap());}
  let e=Earliest::of(&c);
  for k in ["WES","MAN","BER","POZ","LEI","FRM","BUD","NUR","VIE"]{ let i=c.places.iter().position(|p|p.key==k).unwrap(); println!("{k} {:.0}",e.place[i].0);}
  for d in std::env::args().nth(2).unwrap().split(','){
    let s:f64=d.parse().unwrap(); let dd=c.question.period.0;
    let first=(s/dd).round() as usize-1; let last=first+(c.question.sustain.0/dd).floor() as usize;
    let st=std::time::Instant::now();
    let mut p=build(&c,&e,Window{first,last}).unwrap();
    let bt=st.elapsed().as_secs_f64();
    assert!(p.orphans.is_empty(),"{:?}",&p.orphans[..p.orphans.len().min(5)]);
    if std::env::var("COUNT").is_ok(){ let mut m=std::collections::BTreeMap::<String,usize>::new(); for k in &p.columns{*m.entry(format!("{k:?}").split(' ').next().unwrap().to_string()).or_default()+=1;} println!("{m:?}"); let mut m=std::collections::BTreeMap::<String,usize>::new(); for k in &p.rows{*m.entry(format!("{k:?}").split(' ').next().unwrap().to_string()).or_default()+=1;} println!("{m:?}");}
    if let Ok(d)=std::env::var("DROP"){ let mut lp=Lp{objective:p.lp.objective.clone(),lower:p.lp.lower.clone(),upper:p.lp.upper.clone(),row_start:vec![0],..Lp::default()}; let mut rows=vec![]; for i in 0..p.lp.rows(){ let n=format!("{:?}",p.rows[i]); let n=n.split(' ').next().unwrap(); if d.split(',').any(|x|x==n){continue;} for (j,a) in p.lp.row(i){lp.entry_column.push(j);lp.entry_value.push(a);} lp.row_start.push(lp.entry_column.len()); lp.sides.push(p.lp.sides[i]); rows.push(p.rows[i]);} p.lp=lp;p.rows=rows; }
    let backend = if std::env::var("CL").is_ok(){Backend::Clarabel}else{Backend::Highs};
    match solve(&p.lp,backend,&Limits::default()){ Ok(sol)=>{ 
      // families by dual contribution
      let mut fam=std::collections::BTreeMap::<String,f64>::new();
      for (i,k) in p.rows.iter().enumerate(){ let y=sol.y[i]; if y.abs()>1e-9{ let b=match p.lp.sides[i]{Sides::AtMost(b)|Sides::AtLeast(b)|Sides::Equal(b)=>b}; let n=format!("{k:?}"); *fam.entry(n.split(' ').next().unwrap().to_string()).or_default()+=y*b; } }
      let mut v:Vec<_>=fam.into_iter().filter(|x|x.1.abs()>0.5).collect(); v.sort_by(|a,b|b.1.abs().total_cmp(&a.1.abs())); println!("   {v:?}");
    }, Err(e)=>println!("{e}") }
  }
}
